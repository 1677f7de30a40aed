package dev.weir.proxy.cli;

import com.google.gson.JsonParser;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.TlogProof;
import dev.weir.proxy.app.Version;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.store.LedgerFolder;
import dev.weir.proxy.store.LedgerVerifier;
import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks and shows a ledger from its files alone. */
@Command(
        name = "ledger",
        header = "Verifies, proves, shows, exports and witnesses ledgers.",
        description = "Verifies, proves, shows and exports the ledger from its files alone; no proxy has to run.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            LedgerCommand.Verify.class,
            LedgerCommand.Prove.class,
            LedgerCommand.Show.class,
            LedgerCommand.Export.class,
            WitnessCommand.class
        })
final class LedgerCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    LedgerCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: verify, prove, show, export or witness");
    }

    /** Verifies. */
    @Command(
            name = "verify",
            description =
                    "Holds every file of a ledger against its signed checkpoint and names what was changed. With a "
                            + "checkpoint that was kept elsewhere it also sees that entries were cut off or replaced.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Mixin
        private LedgerFiles files;

        @Option(names = "--checkpoint", paramLabel = "FILE", description = "A checkpoint that was kept elsewhere.")
        private Optional<Path> checkpoint = Optional.empty();

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        Verify() {}

        @Override
        public Integer call() throws Exception {
            Optional<byte[]> kept =
                    checkpoint.isPresent() ? Optional.of(Files.readAllBytes(checkpoint.get())) : Optional.empty();
            LedgerVerifier.Report report = new LedgerVerifier(files.disk(), files.keys(), new P256Verifier()).run(kept);
            Map<String, Object> shown = new LinkedHashMap<>();
            report.checkpoint().ifPresent(signed -> describe(shown, signed));
            shown.put("problems", report.problems());
            if (json) {
                System.out.println(Json.of(shown));
            } else {
                report.problems().forEach(System.out::println);
                shown.remove("problems");
                shown.forEach((name, value) -> System.out.printf("%-10s %s%n", name, value));
                System.out.println(
                        report.problems().isEmpty()
                                ? "all files are as they were written"
                                : report.problems().size() + " problems");
            }
            return report.problems().isEmpty() ? Exit.OK : Exit.REFUSED;
        }
    }

    private static void describe(Map<String, Object> shown, LedgerKeys.Verified signed) {
        shown.put("origin", signed.checkpoint().origin());
        shown.put("entries", signed.checkpoint().size());
        shown.put("root", signed.checkpoint().root().hex());
        shown.put("signed", signed.signers().stream().map(NoteKey::toString).toList());
        shown.put(
                "witnesses", signed.witnesses().stream().map(NoteKey::toString).toList());
    }

    /** Proves. */
    @Command(
            name = "prove",
            description = "Prints the proof that an entry is in the ledger, as c2sp.org/tlog-proof@v1 text.",
            mixinStandardHelpOptions = true)
    static final class Prove implements Callable<Integer> {
        @Mixin
        private LedgerFiles files;

        @Parameters(paramLabel = "INDEX", description = "Number of the entry, from 0.")
        private long index;

        @SuppressWarnings("NullAway.Init")
        Prove() {}

        @Override
        public Integer call() throws Exception {
            System.out.print(files.open().prove(index).render());
            return Exit.OK;
        }
    }

    /** Shows. */
    @Command(
            name = "show",
            description = "Shows entries, each after it was proven to be under the signed checkpoint.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private LedgerFiles files;

        @Parameters(paramLabel = "INDEX", arity = "0..1", description = "Number of one entry. Default: all of them.")
        private Optional<Long> index = Optional.empty();

        @Option(names = "--json", description = "Print entries as JSON, one a line, as they are stored.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        Show() {}

        @Override
        public Integer call() throws Exception {
            LedgerFolder folder = files.open();
            long from = index.orElse(0L);
            long to = index.map(i -> i + 1).orElse(folder.size());
            for (long i = from; i < to; i++) {
                byte[] leaf = folder.leaf(i);
                folder.prove(i);
                LedgerEntry entry = LedgerEntry.read("entry " + i, leaf);
                if (json) {
                    System.out.println(new String(leaf, StandardCharsets.UTF_8));
                } else {
                    System.out.printf(
                            "%8d  %s  %-22s %s%n", i, entry.time(), entry.type(), entry.text("submission_id"));
                    if (index.isPresent()) {
                        System.out.println(Json.of(JsonParser.parseString(new String(leaf, StandardCharsets.UTF_8))));
                    }
                }
            }
            return Exit.OK;
        }
    }

    /** Exports. */
    @Command(
            name = "export",
            description = "Writes entries with their proofs, the checkpoint, the keys and the form of a custodian's "
                    + "certificate into a new folder, to be handed over as evidence. The export is recorded in the "
                    + "ledger itself, by the proxy where one runs; from a copy of its files nothing can be recorded.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        @Mixin
        private LedgerFiles files;

        @Option(names = "--submission", paramLabel = "UUID", description = "Only the entries of one submission.")
        private Optional<String> submission = Optional.empty();

        @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder to be made.")
        private Path out;

        @Option(names = "--keys", paramLabel = "DIR", description = "The state's keys: records the export.")
        private Optional<Path> keys = Optional.empty();

        @Option(names = "--from-copy", description = "These are copies of the files; nothing is recorded.")
        private boolean fromCopy;

        @SuppressWarnings("NullAway.Init")
        Export() {}

        @Override
        public Integer call() throws Exception {
            if (keys.isPresent() == fromCopy) {
                throw new CommandFailure(
                        Exit.USAGE, List.of("--keys: is required, or --from-copy where the ledger is a copy"));
            }
            LedgerFolder folder = files.open();
            Files.createDirectory(out);
            StringBuilder list = new StringBuilder();
            int exported = 0;
            for (long i = 0; i < folder.size(); i++) {
                byte[] leaf = folder.leaf(i);
                LedgerEntry entry = LedgerEntry.read("entry " + i, leaf);
                if (submission.isEmpty() || entry.text("submission_id").equals(submission.get())) {
                    TlogProof proof = folder.prove(i);
                    Files.write(out.resolve("entry-" + i + ".json"), leaf);
                    Files.writeString(out.resolve("entry-" + i + ".tlog-proof"), proof.render());
                    list.append(Sha256.of(leaf).hex())
                            .append("  entry-")
                            .append(i)
                            .append(".json\n");
                    exported++;
                }
            }
            StringBuilder lines = new StringBuilder();
            files.keys().ledger().forEach(key -> lines.append(key.line()).append('\n'));
            files.keys().witnesses().forEach(key -> lines.append(key.line()).append('\n'));
            Files.writeString(out.resolve("ledger-keys.txt"), lines.toString());
            Files.writeString(out.resolve("checkpoint"), folder.signed().note().render());
            Files.writeString(out.resolve("SHA256SUMS"), list.toString());
            Sha256 sums = Sha256.of(list.toString().getBytes(StandardCharsets.UTF_8));
            Files.writeString(out.resolve("certificate.txt"), certificate(folder.signed(), exported, sums));
            if (keys.isPresent()) {
                record(keys.get(), folder.size(), exported, sums);
            }
            System.out.println(exported + " entries with proofs are in " + out);
            return Exit.OK;
        }

        private void record(Path stateKeys, long size, int exported, Sha256 sums) throws Exception {
            Map<String, Object> members = new TreeMap<>();
            members.put("size", size);
            members.put("entries", exported);
            members.put("sums_sha256", sums.hex());
            submission.ifPresent(id -> members.put("submission_id", id));
            KeyFolder folder =
                    KeyFolder.open(stateKeys, new FileKeyEncryption(stateKeys.resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
            Recorder.record(
                    files.dir(),
                    folder,
                    new EntryDraft(EntryType.EXPORT_MADE, "OPERATOR", Optional.empty(), Optional.empty(), members));
        }

        private static String certificate(LedgerKeys.Verified signed, int entries, Sha256 list) {
            return """
                    CERTIFICATE OF A CUSTODIAN OF RECORDS (form; Fed. R. Evid. 902(11), (13), (14))

                    I, ______________________, am ______________________ at ______________________
                    and responsible for the ledger named below. I certify that

                    1. the %d entries in this folder were copied from that ledger by its export command, a process
                       that checks before it writes that each of them is under the signed checkpoint;
                    2. the ledger is kept by the electronic process described in its documentation, in the course of
                       a regularly conducted activity, and entries are made at or near the time of what they record;
                    3. the copies are identified by their SHA-256 digests in the file SHA256SUMS, whose own
                       SHA-256 is %s.

                    Ledger      %s
                    Entries     %d in all
                    Root        %s
                    Software    %s

                    I declare under penalty of perjury that the foregoing is true and correct.

                    Date ______________    Signature ______________________
                    """.formatted(
                            entries,
                            list.hex(),
                            signed.checkpoint().origin(),
                            signed.checkpoint().size(),
                            signed.checkpoint().root().hex(),
                            Version.SOFTWARE);
        }
    }
}
