package dev.weir.proxy.cli;

import dev.weir.core.attestation.RootKeys.Kind;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.SignedPolicy;
import dev.weir.proxy.config.PolicyReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs and shows policies. */
@Command(
        name = "policy",
        header = "Signs, verifies and compares policies.",
        description =
                "Signs, verifies and compares policies. What people read is YAML in state-configs; what runs under "
                        + "attestations is its signed form.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            PolicyCommand.Sign.class,
            PolicyCommand.Verify.class,
            PolicyCommand.Show.class,
            PolicyCommand.Diff.class
        })
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    PolicyCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: sign, verify, show or diff");
    }

    private static SignedPolicy read(Path file, byte[] payload) throws CommandFailure {
        return SignedPolicy.read(payload)
                .orElseThrow(() ->
                        new CommandFailure(Exit.REFUSED, List.of(file + ": holds a sound policy in canonical JSON")));
    }

    /** Signs a policy. */
    @Command(
            name = "sign",
            description =
                    "Signs a policy with one official's key. Run again by another official on the same output, it "
                            + "adds a signature: then give the same --issued as it printed.",
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {
        @Option(names = "--policy", paramLabel = "FOLDER", required = true, description = "Folder of the policy.")
        private Path policy;

        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "The official's keys.")
        private Path keys;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "The signed policy.")
        private Path out;

        @Option(names = "--policy-version", paramLabel = "N", required = true, description = "Rises with every change.")
        private long version;

        @Option(names = "--days", paramLabel = "N", defaultValue = "90", description = "Valid for. At most 90.")
        private int days;

        @Option(names = "--issued", paramLabel = "SECONDS", description = "When it was made. Default: now.")
        private long issued = -1;

        @SuppressWarnings("NullAway.Init")
        Sign() {}

        @Override
        public Integer call() throws Exception {
            Instant from = issued >= 0
                    ? Instant.ofEpochSecond(issued)
                    : Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
            try {
                SignedPolicy signed =
                        new SignedPolicy(version, from, from.plus(Duration.ofDays(days)), PolicyReader.read(policy));
                System.out.println("policy " + signed.policy().sha256().hex());
                System.out.println("issued " + from.getEpochSecond());
                return SignedFiles.sign(out, Kind.POLICY, signed.payload(), SignedFiles.keys(keys));
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(Exit.USAGE, List.of(String.valueOf(e.getMessage())));
            }
        }
    }

    /** Verifies a signed policy. */
    @Command(
            name = "verify",
            description = "Verifies that enough root keys have signed a policy, and that it has not expired.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Option(names = "--root", paramLabel = "FILE", required = true, description = "The signed root keys.")
        private Path root;

        @Parameters(paramLabel = "FILE", description = "The signed policy.")
        private Path file;

        @SuppressWarnings("NullAway.Init")
        Verify() {}

        @Override
        public Integer call() throws Exception {
            SignedPolicy signed = read(file, SignedFiles.verified(root, file, Kind.POLICY));
            if (!Clock.systemUTC().instant().isBefore(signed.expires())) {
                throw new CommandFailure(Exit.REFUSED, List.of(file + ": expires: has not come"));
            }
            System.out.println(file + ": good: version " + signed.version() + ", until " + signed.expires());
            return Exit.OK;
        }
    }

    /** Shows a signed policy. */
    @Command(
            name = "show",
            description = "Shows what a signed policy lets out, in plain words. Does not verify it.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The signed policy.")
        private Path file;

        @Option(names = "--json", description = "Print version, times and digest as JSON.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        Show() {}

        @Override
        public Integer call() throws Exception {
            SignedPolicy signed = read(file, SignedFiles.read(file).payload());
            if (json) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("version", signed.version());
                shown.put("issued", signed.issued().toString());
                shown.put("expires", signed.expires().toString());
                shown.put("policy_sha256", signed.policy().sha256().hex());
                shown.put("witness_quorum", signed.policy().witnesses().quorum());
                shown.put("witnesses", signed.policy().witnesses().names());
                System.out.println(Json.of(shown));
            } else {
                System.out.println(
                        "version " + signed.version() + ", issued " + signed.issued() + ", expires " + signed.expires()
                                + "\nwitnesses " + signed.policy().witnesses().text() + "\n");
                System.out.print(Plan.withoutAttestation(signed.policy()).explain());
            }
            return Exit.OK;
        }
    }

    /** Compares two policies. */
    @Command(
            name = "diff",
            description = "Compares what two policies let out, line by line. Each is a folder or a signed file.",
            mixinStandardHelpOptions = true)
    static final class Diff implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "BEFORE", description = "Folder or signed policy.")
        private Path before;

        @Parameters(index = "1", paramLabel = "AFTER", description = "Folder or signed policy.")
        private Path after;

        @SuppressWarnings("NullAway.Init")
        Diff() {}

        @Override
        public Integer call() throws Exception {
            Set<String> old = lines(before);
            Set<String> now = lines(after);
            old.stream().filter(l -> !now.contains(l)).forEach(l -> System.out.println("- " + l));
            now.stream().filter(l -> !old.contains(l)).forEach(l -> System.out.println("+ " + l));
            return Exit.OK;
        }

        private static Set<String> lines(Path place) throws Exception {
            Policy policy = java.nio.file.Files.isDirectory(place)
                    ? PolicyReader.read(place)
                    : read(place, SignedFiles.read(place).payload()).policy();
            Set<String> lines = Plan.withoutAttestation(policy)
                    .explain()
                    .lines()
                    .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
            lines.add("terms " + policy.terms());
            lines.add("witnesses " + policy.witnesses().text());
            return lines;
        }
    }
}
