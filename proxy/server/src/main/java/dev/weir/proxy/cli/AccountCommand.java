package dev.weir.proxy.cli;

import dev.weir.core.ledger.AccountingProof;
import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.SignedNote;
import dev.weir.core.token.Normalizer;
import dev.weir.core.token.TokenClass;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.store.Disclosures;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.LedgerFolder;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The accounting of disclosures, 45 CFR 164.528. */
@Command(
        name = "account",
        header = "Answers who got somebody's data.",
        description =
                "Answers who got somebody's data: the accounting of disclosures of 45 CFR 164.528. Every answer is "
                        + "recorded in the ledger, through the proxy while it runs.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {AccountCommand.Person.class, AccountCommand.Series.class, AccountCommand.Suspend.class})
final class AccountCommand implements Runnable {
    private static final int ID_WIDTH = 20;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    AccountCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: person, series or suspend");
    }

    /** The ledger and the keys of the state. */
    private static final class Books {
        @Option(names = "--ledger", paramLabel = "DIR", required = true, description = "Folder of the ledger.")
        private Path dir;

        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "Folder of the state's keys.")
        private Path keysDir;

        @Option(
                names = "--key-encryption-key",
                paramLabel = "FILE",
                description = "Key that encrypts them. Default: kek.json in the folder.")
        private Optional<Path> keyEncryptionKey = Optional.empty();

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        Books() {}

        KeyFolder keys() throws IOException, GeneralSecurityException {
            Path kek = keyEncryptionKey.orElse(keysDir.resolve(KeyFolder.KEY_ENCRYPTION_KEY));
            return KeyFolder.open(keysDir, new FileKeyEncryption(kek));
        }

        /** What is done with the ledger while it is held. */
        interface Work {
            EntryDraft with(KeyFolder keys, Disclosures disclosures)
                    throws IOException, GeneralSecurityException, LedgerFormatException, CommandFailure;
        }

        /** Does the work with the ledger to itself and records what came of it before anything is printed. */
        void record(Work work) throws Exception {
            FileDisk disk = new FileDisk(dir);
            KeyFolder keys = keys();
            if (!disk.exists("checkpoint")) {
                throw new CommandFailure(Exit.REFUSED, List.of(dir + ": is the folder of a ledger"));
            }
            try {
                String origin = Checkpoint.read(
                                SignedNote.read(disk.read("checkpoint")).text())
                        .origin();
                LedgerKeys known = new LedgerKeys(
                        keys.ledgerSigners(origin).stream().map(NoteSigner::key).toList(), List.of());
                LedgerFolder folder = LedgerFolder.open(disk, known, new P256Verifier());
                Recorder.record(dir, keys, work.with(keys, Disclosures.read(folder, disk)));
            } catch (LedgerFormatException e) {
                throw new CommandFailure(Exit.REFUSED, List.of(dir + ": " + e.getMessage()));
            }
        }
    }

    private static EntryDraft served(String form, int releases) {
        return new EntryDraft(
                EntryType.ACCOUNTING_SERVED,
                "PRIVACY_OFFICER",
                Optional.empty(),
                Optional.empty(),
                Map.of("form", form, "releases", releases));
    }

    private static Map<String, Object> describe(Disclosures.Release release) {
        LedgerEntry intent = release.intent();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("date", intent.time().substring(0, 10));
        shown.put("recipient", intent.text("recipient_name"));
        shown.put("address", intent.text("recipient_address"));
        shown.put("purpose", intent.text("purpose"));
        shown.put("authority", intent.members().texts("authority").orElse(List.of()));
        shown.put("submission", release.submissionId());
        return shown;
    }

    /** One person. */
    @Command(
            name = "person",
            description =
                    "Lists every release that one person was in, each with its proof, or says that the person was in "
                            + "none. The MSIS id is read from standard input or a file, never from the command line.",
            mixinStandardHelpOptions = true)
    static final class Person implements Callable<Integer> {
        @Mixin
        private Books books;

        @Option(names = "--id-file", paramLabel = "FILE", description = "File with the MSIS id, and nothing else.")
        private Optional<Path> idFile = Optional.empty();

        @SuppressWarnings("NullAway.Init")
        Person() {}

        @Override
        public Integer call() throws Exception {
            byte[] id = normalized(idFile.isPresent() ? Files.readAllBytes(idFile.get()) : System.in.readNBytes(256));
            List<Map<String, Object>> found = new ArrayList<>();
            int[] counts = new int[3];
            String today = Clock.systemUTC().instant().toString().substring(0, 10);
            books.record((keys, disclosures) -> {
                for (Disclosures.Release release : disclosures.releases()) {
                    Disclosures.Finding finding = disclosures.find(
                            release,
                            submission -> keys.accountingKey(submission).tag(id, 0, id.length));
                    boolean suspended = disclosures
                            .suspendedUntil(release)
                            .filter(until -> until.compareTo(today) >= 0)
                            .isPresent();
                    counts[0]++;
                    counts[2] += finding.proof().isEmpty() ? 1 : 0;
                    if (finding.in() && suspended) {
                        counts[1]++;
                    } else if (finding.in()) {
                        found.add(describe(finding));
                    }
                }
                return served("person", counts[0]);
            });
            print(found, counts[0], counts[1], counts[2]);
            return Exit.OK;
        }

        private static byte[] normalized(byte[] input) throws CommandFailure {
            int length = input.length;
            while (length > 0 && (input[length - 1] == '\n' || input[length - 1] == '\r')) {
                length--;
            }
            byte[] target = new byte[Math.max(length, ID_WIDTH)];
            Normalizer normalizer = new Normalizer();
            Normalizer.Kind kind = normalizer.normalize(TokenClass.MSIS_ID, ID_WIDTH, input, 0, length, target, 0);
            if (kind != Normalizer.Kind.VALUE) {
                throw new CommandFailure(
                        Exit.REFUSED, List.of("MSIS id: is one line of at most " + ID_WIDTH + " printable characters"));
            }
            return Arrays.copyOf(target, normalizer.length());
        }

        private static Map<String, Object> describe(Disclosures.Finding finding) {
            Map<String, Object> shown = AccountCommand.describe(finding.release());
            shown.put(
                    "classes",
                    finding.classes().stream().map(Enum::name).sorted().toList());
            shown.put("complete", finding.release().completed().isPresent());
            shown.put("proof", finding.proof().map(Person::proof).orElse("chunks of a release that did not complete"));
            return shown;
        }

        private static String proof(AccountingProof proof) {
            AccountingProof.Place place = proof.places().get(0);
            return "leaf " + place.index() + ", " + place.proof().size() + " hashes, holds";
        }

        private void print(List<Map<String, Object>> found, int searched, int withheld, int unproven) {
            if (books.json) {
                System.out.println(Json.of(Map.of("releases_searched", searched, "disclosures", found)));
            } else {
                found.forEach(one -> {
                    one.forEach((name, value) -> System.out.printf("%-11s %s%n", name, value));
                    System.out.println();
                });
                System.out.println(summary(found.size(), searched, withheld, unproven));
            }
            if (withheld > 0) {
                System.err.println(withheld + " not listed: the accounting to the recipient is suspended");
            }
        }

        private static String summary(int found, int searched, int withheld, int unproven) {
            if (withheld > 0) {
                return found + " releases can be listed now";
            }
            if (found > 0) {
                return "in " + found + " of " + searched + " releases";
            }
            return unproven == 0
                    ? "in none of " + searched + " releases, as their proofs show"
                    : "in none of " + searched + " releases, as proofs show; " + unproven
                            + " of them did not complete, and their chunks were searched";
        }
    }

    /** All releases. */
    @Command(
            name = "series",
            description = "Summarizes all releases: for each recipient and purpose how many, the first and the last "
                    + "(45 CFR 164.528(b)(3)).",
            mixinStandardHelpOptions = true)
    static final class Series implements Callable<Integer> {
        @Mixin
        private Books books;

        @SuppressWarnings("NullAway.Init")
        Series() {}

        @Override
        public Integer call() throws Exception {
            Map<String, Map<String, Object>> series = new LinkedHashMap<>();
            books.record((keys, disclosures) -> {
                for (Disclosures.Release release : disclosures.releases()) {
                    Map<String, Object> one = AccountCommand.describe(release);
                    String key = release.intent().text("recipient") + " " + one.get("purpose");
                    Map<String, Object> line = series.computeIfAbsent(key, k -> {
                        Map<String, Object> first = new LinkedHashMap<>(one);
                        first.remove("submission");
                        first.put("first", first.remove("date"));
                        first.put("count", 0);
                        return first;
                    });
                    line.put("last", one.getOrDefault("date", ""));
                    line.merge("count", 1, (a, b) -> (Integer) a + (Integer) b);
                }
                return served("series", disclosures.releases().size());
            });
            if (books.json) {
                System.out.println(Json.of(series.values()));
            } else {
                series.values().forEach(one -> {
                    one.forEach((name, value) -> System.out.printf("%-11s %s%n", name, value));
                    System.out.println();
                });
                System.out.println(series.size() + " series");
            }
            return Exit.OK;
        }
    }

    /** A suspension. */
    @Command(
            name = "suspend",
            description =
                    "Suspends the accounting to one recipient until a date, as 45 CFR 164.528(a)(2) lets a health "
                            + "oversight agency or law enforcement official ask for in a statement.",
            mixinStandardHelpOptions = true)
    static final class Suspend implements Callable<Integer> {
        @Mixin
        private Books books;

        @Option(names = "--recipient", paramLabel = "URI", required = true, description = "The recipient.")
        private String recipient;

        @Option(names = "--until", paramLabel = "YYYY-MM-DD", required = true, description = "Last day.")
        private String until;

        @Option(
                names = "--statement",
                paramLabel = "FILE",
                required = true,
                description = "The agency's statement; its SHA-256 is recorded.")
        private Path statement;

        @SuppressWarnings("NullAway.Init")
        Suspend() {}

        @Override
        public Integer call() throws Exception {
            if (!until.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                throw new CommandFailure(Exit.USAGE, List.of("--until: is a date, YYYY-MM-DD"));
            }
            String digest = Sha256.of(Files.readAllBytes(statement)).hex();
            books.record((keys, disclosures) -> new EntryDraft(
                    EntryType.ACCOUNTING_SUSPENDED,
                    "PRIVACY_OFFICER",
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("recipient", recipient, "until", until, "statement", digest)));
            System.out.println("suspended until " + until);
            return Exit.OK;
        }
    }
}
