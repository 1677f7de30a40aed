package dev.weir.proxy.cli;

import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.KeyMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes and shows keys. */
@Command(
        name = "keys",
        header = "Makes, shows and rotates keys.",
        description = "Makes, shows and rotates the keys of a state's proxy.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {KeysCommand.Create.class, KeysCommand.Show.class, KeysCommand.Rotate.class})
final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    KeysCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: create, show or rotate");
    }

    /** Where keys are. */
    private static final class Folder {
        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "Folder of the keys.")
        private Path dir;

        @Option(
                names = "--key-encryption-key",
                paramLabel = "FILE",
                description = "Key that encrypts them. Default: kek.json in the folder.")
        private Optional<Path> keyEncryptionKey = Optional.empty();

        @SuppressWarnings("NullAway.Init")
        Folder() {}

        KeyFolder open() throws CommandFailure {
            Path kek = keyEncryptionKey.orElse(dir.resolve(KeyFolder.KEY_ENCRYPTION_KEY));
            try {
                return KeyFolder.open(dir, new FileKeyEncryption(kek));
            } catch (IOException | GeneralSecurityException e) {
                throw new CommandFailure(
                        Exit.REFUSED,
                        List.of(dir
                                + ": holds keys made by weir keys create, whole and with their key encryption key"));
            }
        }
    }

    /** Makes keys. */
    @Command(
            name = "create",
            description =
                    "Makes the keys of a state in a new folder: the root key for tokens, which is never replaced, and a "
                            + "signing key. Keep a copy of the folder: losing the root key means losing every link between months.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "Folder to be made.")
        private Path dir;

        @Option(names = "--state", paramLabel = "CODE", required = true, description = "USPS code of the state.")
        private String state;

        @SuppressWarnings("NullAway.Init")
        Create() {}

        @Override
        public Integer call() throws Exception {
            if (!state.matches("[A-Z]{2}")) {
                throw new CommandFailure(Exit.USAGE, List.of("--state: is a USPS code of two capital letters"));
            }
            try {
                KeyFolder folder =
                        KeyFolder.create(dir, state, Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
                show(folder, dir, false);
            } catch (IOException e) {
                throw new CommandFailure(Exit.REFUSED, List.of(String.valueOf(e.getMessage())));
            }
            return Exit.OK;
        }
    }

    /** Shows keys. */
    @Command(
            name = "show",
            description = "Shows what is not secret about the keys of a state.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @picocli.CommandLine.Mixin
        private Folder folder;

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        Show() {}

        @Override
        public Integer call() throws Exception {
            show(folder.open(), folder.dir, json);
            return Exit.OK;
        }
    }

    /** Adds keys. */
    @Command(
            name = "rotate",
            description =
                    "Adds a token epoch or a signing key. Nothing is taken away: what was signed can still be verified, "
                            + "and the root key stays. A policy uses a new epoch when it names it. Each step is recorded in "
                            + "the ledger, by the proxy where one runs.",
            mixinStandardHelpOptions = true)
    static final class Rotate implements Callable<Integer> {
        @picocli.CommandLine.Mixin
        private Folder folder;

        @Option(names = "--epoch", description = "Add the next token epoch.")
        private boolean epoch;

        @Option(names = "--signing", description = "Add a signing key and use it from now on.")
        private boolean signing;

        @Option(names = "--ledger", description = "Add a ledger key; older ones go on signing beside it.")
        private boolean ledger;

        @Option(names = "--record-in", paramLabel = "DIR", description = "Folder of the ledger that records it.")
        private Optional<Path> record = Optional.empty();

        @Option(names = "--before-ledger", description = "There is no ledger yet, so nothing is recorded.")
        private boolean beforeLedger;

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init")
        Rotate() {}

        @Override
        public Integer call() throws Exception {
            if (!epoch && !signing && !ledger) {
                throw new ParameterException(
                        spec.commandLine(), "say what to rotate: --epoch, --signing, --ledger or several of them");
            }
            if (record.isPresent() == beforeLedger) {
                throw new ParameterException(
                        spec.commandLine(), "--record-in is required, or --before-ledger where there is none yet");
            }
            KeyFolder keys = folder.open();
            if (record.isPresent()) {
                Recorder.requireLedger(record.get());
            }
            if (epoch) {
                String made = keys.addEpoch();
                recorded(EntryType.EPOCH_CREATED, Map.of("epoch", made));
                System.out.println(
                        "token epoch " + made + " can be used: name it in the policy to begin it for new submissions");
            }
            if (signing) {
                folder.open().addSigningKey();
                recorded(
                        EntryType.KEY_ROTATED,
                        Map.of("key", folder.open().signingKeys().get(0), "use", "statements"));
                System.out.println("a new signing key is in use: give " + folder.dir.resolve(KeyFolder.PUBLIC_KEYS)
                        + " to the receiver before the proxy sends again");
            }
            if (ledger) {
                folder.open().addLedgerKey();
                recorded(
                        EntryType.KEY_ROTATED,
                        Map.of("key", folder.open().ledgerKeys().get(0), "use", "ledger"));
                System.out.println("a new ledger key is in use when the proxy starts: " + KeyFolder.LEDGER_KEYS
                        + " will name it beside the old ones");
            }
            return Exit.OK;
        }

        /** Records what was done. Where that fails, it was done all the same, and the answer says so. */
        private void recorded(EntryType type, Map<String, Object> members) throws Exception {
            if (record.isEmpty()) {
                return;
            }
            try {
                Recorder.record(
                        record.get(),
                        folder.open(),
                        new EntryDraft(type, "OPERATOR", Optional.empty(), Optional.empty(), members));
            } catch (CommandFailure e) {
                List<String> all = new ArrayList<>(e.lines());
                all.add(type + " " + members + ": was done and is not known to be recorded");
                throw new CommandFailure(e.exitCode(), all);
            }
        }
    }

    private static void show(KeyFolder folder, Path dir, boolean json) throws GeneralSecurityException {
        KeyMetadata metadata = folder.metadata();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("state", metadata.state());
        shown.put("created", metadata.created());
        shown.put("probe", metadata.probe());
        shown.put("epochs", metadata.epochs());
        shown.put("signing_keys", folder.signingKeys());
        shown.put("key_encryption_key", folder.keeper());
        shown.put("public_keys", dir.resolve(KeyFolder.PUBLIC_KEYS).toString());
        if (json) {
            System.out.println(Json.of(shown));
        } else {
            shown.forEach((name, value) -> System.out.printf("%-20s %s%n", name.replace('_', ' '), value));
        }
    }
}
