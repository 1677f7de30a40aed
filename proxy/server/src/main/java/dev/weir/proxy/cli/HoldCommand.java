package dev.weir.proxy.cli;

import dev.weir.core.attestation.RootKeys.Kind;
import dev.weir.core.hold.Hold;
import dev.weir.core.hold.HoldReader;
import dev.weir.core.hold.HoldSet;
import dev.weir.core.policy.Purpose;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets, lifts and lists holds. */
@Command(
        name = "hold",
        header = "Stops releases, and lets them go on.",
        description =
                "Stops releases. One official sets a hold, and it acts on the next chunk of every open stream within "
                        + "a second; two lift it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {HoldCommand.Set.class, HoldCommand.Lift.class, HoldCommand.Show.class})
final class HoldCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    HoldCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: set, lift or list");
    }

    private static Optional<HoldSet> read(Path file) throws IOException, CommandFailure {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(HoldReader.read(SignedFiles.read(file).payload())
                .orElseThrow(
                        () -> new CommandFailure(Exit.REFUSED, List.of(file + ": holds holds in canonical JSON"))));
    }

    private static HoldSet next(Optional<HoldSet> before, List<Hold> holds) throws CommandFailure {
        Instant now = Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond());
        try {
            return new HoldSet(before.map(b -> b.version() + 1).orElse(1L), now, now.plus(Duration.ofDays(90)), holds);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(Exit.USAGE, List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Sets a hold. */
    @Command(
            name = "set",
            description =
                    "Sets a hold on every release that all the given options name. With --renew and nothing else it "
                            + "makes a new file with the same holds, valid for ninety days.",
            mixinStandardHelpOptions = true)
    static final class Set implements Callable<Integer> {
        @Option(names = "--file", paramLabel = "FILE", required = true, description = "The proxy's holds.json.")
        private Path file;

        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "The official's keys.")
        private Path keys;

        @Option(names = "--id", paramLabel = "NAME", description = "Short name of the hold.")
        private Optional<String> id = Optional.empty();

        @Option(names = "--renew", description = "Keep the holds, begin with none if there is no file.")
        private boolean renew;

        @Option(names = "--state", paramLabel = "CODE", description = "USPS code.")
        private Optional<String> state = Optional.empty();

        @Option(names = "--purpose", paramLabel = "CODE", description = "Purpose.")
        private Optional<Purpose> purpose = Optional.empty();

        @Option(names = "--recipient", paramLabel = "URI", description = "Recipient.")
        private Optional<String> recipient = Optional.empty();

        @Option(names = "--class", paramLabel = "CLASS", description = "Class that a release opens.")
        private Optional<FieldClass> fieldClass = Optional.empty();

        @Option(names = "--attestation", paramLabel = "SHA256", description = "Digest of an attestation, hexadecimal.")
        private Optional<String> attestation = Optional.empty();

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for people.")
        private String reason;

        @SuppressWarnings("NullAway.Init")
        Set() {}

        @Override
        public Integer call() throws Exception {
            if (id.isPresent() == renew) {
                throw new CommandFailure(Exit.USAGE, List.of("give --id and what to hold, or --renew"));
            }
            Optional<HoldSet> before = read(file);
            List<Hold> holds = new ArrayList<>(before.map(HoldSet::holds).orElse(List.of()));
            if (id.isPresent()) {
                holds.add(hold(id.get()));
            }
            HoldSet next = next(before, holds);
            return SignedFiles.sign(file, Kind.HOLD, next.canonicalJson(), SignedFiles.keys(keys));
        }

        private Hold hold(String name) throws CommandFailure {
            Optional<Sha256> digest = attestation.flatMap(Sha256::fromHex);
            if (attestation.isPresent() && digest.isEmpty()) {
                throw new CommandFailure(Exit.USAGE, List.of("--attestation: is 64 hexadecimal digits"));
            }
            try {
                return new Hold(name, state, purpose, recipient, fieldClass, digest, reason);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(Exit.USAGE, List.of(String.valueOf(e.getMessage())));
            }
        }
    }

    /** Lifts a hold. */
    @Command(
            name = "lift",
            description =
                    "Lifts a hold. The first official writes the new file beside the old one with --out; the second "
                            + "adds a signature with --sign, and then it may take the old one's place.",
            mixinStandardHelpOptions = true)
    static final class Lift implements Callable<Integer> {
        @Option(names = "--file", paramLabel = "FILE", required = true, description = "The proxy's holds.json.")
        private Path file;

        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "The official's keys.")
        private Path keys;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to be put in its place.")
        private Path out;

        @Option(names = "--id", paramLabel = "NAME", description = "Name of the hold.")
        private Optional<String> id = Optional.empty();

        @Option(names = "--sign", description = "Add a signature to what another official has written.")
        private boolean sign;

        @SuppressWarnings("NullAway.Init")
        Lift() {}

        @Override
        public Integer call() throws Exception {
            if (id.isPresent() == sign) {
                throw new CommandFailure(Exit.USAGE, List.of("give --id, or --sign"));
            }
            if (sign) {
                Optional<HoldSet> before = read(file);
                Optional<HoldSet> after = read(out);
                if (before.isPresent() && after.isPresent()) {
                    before.get().liftedBy(after.get()).forEach(h -> System.out.println("lifts " + h.id()));
                }
                return SignedFiles.countersign(out, Kind.HOLD, SignedFiles.keys(keys));
            }
            HoldSet before = read(file).orElseThrow(() -> new CommandFailure(Exit.REFUSED, List.of(file + ": exists")));
            List<Hold> rest = before.holds().stream()
                    .filter(h -> !h.id().equals(id.orElse("")))
                    .toList();
            if (rest.size() == before.holds().size()) {
                throw new CommandFailure(Exit.REFUSED, List.of(file + ": has a hold of that name"));
            }
            HoldSet next = next(Optional.of(before), rest);
            return SignedFiles.sign(out, Kind.HOLD, next.canonicalJson(), SignedFiles.keys(keys));
        }
    }

    /** Lists holds. */
    @Command(
            name = "list",
            description = "Lists the holds in a file. Does not verify it.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The proxy's holds.json.")
        private Path file;

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        Show() {}

        @Override
        public Integer call() throws Exception {
            HoldSet set = read(file).orElseThrow(() -> new CommandFailure(Exit.REFUSED, List.of(file + ": exists")));
            if (json) {
                System.out.println(Json.of(set.holds().stream().map(Hold::json).toList()));
                return Exit.OK;
            }
            System.out.println("version " + set.version() + ", until " + set.expires());
            set.holds().forEach(h -> System.out.println(new java.util.TreeMap<>(h.json())));
            return Exit.OK;
        }
    }
}
