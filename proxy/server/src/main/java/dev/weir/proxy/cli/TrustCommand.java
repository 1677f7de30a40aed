package dev.weir.proxy.cli;

import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.RootKeys;
import dev.weir.core.attestation.RootKeys.Kind;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.core.attestation.TrustList;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.proxy.keys.OfficialKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, signs and shows trust lists and root keys. */
@Command(
        name = "trust",
        header = "Makes, signs and verifies trust lists and root keys.",
        description = "Makes, signs and verifies trust lists, which say whose keys are trusted for what and where "
                + "recipients are, and the root keys that sign them, policies and holds.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            TrustCommand.Root.class,
            TrustCommand.New.class,
            TrustCommand.Sign.class,
            TrustCommand.Verify.class,
            TrustCommand.Show.class
        })
final class TrustCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    TrustCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: root, new, sign, verify or show");
    }

    /** Makes root keys. */
    @Command(
            name = "root",
            description =
                    "Makes a root file from the keys of several officials, signed by all of them: every official may "
                            + "sign policies, trust lists and holds, and so many must. With --after it is the next version of a "
                            + "root file, and enough holders of the old keys sign as well.",
            mixinStandardHelpOptions = true)
    static final class Root implements Callable<Integer> {
        @Option(names = "--keys", paramLabel = "DIR", required = true, arity = "1..*", description = "Officials' keys.")
        private List<Path> keys;

        @Option(
                names = "--threshold",
                paramLabel = "N",
                defaultValue = "2",
                description = "How many must sign policy, trust list and root. A hold is set by one. Default: 2.")
        private int threshold;

        @Option(names = "--days", paramLabel = "N", defaultValue = "365", description = "Valid for. Default: 365.")
        private int days;

        @Option(names = "--after", paramLabel = "FILE", description = "The root file that it follows.")
        private Optional<Path> after = Optional.empty();

        @Option(names = "--old-keys", paramLabel = "DIR", arity = "1..*", description = "Holders of old keys who sign.")
        private List<Path> oldKeys = List.of();

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "The root file.")
        private Path out;

        @SuppressWarnings("NullAway.Init")
        Root() {}

        @Override
        public Integer call() throws Exception {
            Map<String, TrustEntry.Jwk> jwks = new TreeMap<>();
            for (Path dir : keys) {
                TrustEntry.Jwk jwk = SignedFiles.keys(dir).fileJwk();
                jwks.put(jwk.thumbprint(), jwk);
            }
            if (threshold < 1 || threshold > jwks.size()) {
                throw new CommandFailure(Exit.USAGE, List.of("--threshold: is from 1 to the number of different keys"));
            }
            RootKeys.Role role = new RootKeys.Role(threshold, jwks.keySet());
            RootKeys.Role one = new RootKeys.Role(1, jwks.keySet());
            Instant now = Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond());
            RootKeys root = new RootKeys(
                    after.isPresent() ? SignedFiles.root(after.get()).version() + 1 : 1,
                    now,
                    now.plus(Duration.ofDays(days)),
                    jwks,
                    Map.of(Kind.ROOT, role, Kind.POLICY, role, Kind.TRUST_LIST, role, Kind.HOLD, one));
            for (Path dir : keys) {
                SignedFiles.sign(out, Kind.ROOT, root.canonicalJson(), SignedFiles.keys(dir));
            }
            for (Path dir : oldKeys) {
                SignedFiles.countersign(out, Kind.ROOT, SignedFiles.keys(dir));
            }
            return Exit.OK;
        }
    }

    /** Prints a trust list to be filled in. */
    @Command(
            name = "new",
            description = "Prints a trust list to be filled in: a requester, an approver and a recipient.",
            mixinStandardHelpOptions = true)
    static final class New implements Callable<Integer> {
        @Override
        public Integer call() {
            long now = Clock.systemUTC().instant().getEpochSecond();
            System.out.print(Templates.trustList(now));
            return Exit.OK;
        }
    }

    /** Signs a trust list. */
    @Command(
            name = "sign",
            description = "Signs a trust list. Run again by another official on the same output, it adds a signature.",
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {
        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "The official's keys.")
        private Path keys;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "The signed trust list.")
        private Path out;

        @Parameters(paramLabel = "FILE", description = "The trust list as JSON.")
        private Path file;

        @SuppressWarnings("NullAway.Init")
        Sign() {}

        @Override
        public Integer call() throws Exception {
            OfficialKeys official = SignedFiles.keys(keys);
            byte[] json = Files.readAllBytes(file);
            try {
                TrustList.read(json);
                byte[] payload = CanonicalJson.write(Templates.plain(JsonReader.readObject(json)));
                return SignedFiles.sign(out, Kind.TRUST_LIST, payload, official);
            } catch (ClaimException e) {
                throw SignedFiles.refused(file, e);
            } catch (JsonException e) {
                throw new CommandFailure(Exit.REFUSED, List.of(file + ": " + e.getMessage()));
            }
        }
    }

    /** Verifies a trust list. */
    @Command(
            name = "verify",
            description = "Verifies that enough root keys have signed a trust list, and that it has not expired.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Option(names = "--root", paramLabel = "FILE", required = true, description = "The signed root keys.")
        private Path root;

        @Parameters(paramLabel = "FILE", description = "The signed trust list.")
        private Path file;

        @SuppressWarnings("NullAway.Init")
        Verify() {}

        @Override
        public Integer call() throws Exception {
            try {
                TrustList list = TrustList.read(SignedFiles.verified(root, file, Kind.TRUST_LIST));
                if (!list.isFresh(Clock.systemUTC().instant())) {
                    throw new CommandFailure(Exit.REFUSED, List.of(file + ": expires: has not come"));
                }
                System.out.println(file + ": good: version " + list.version() + ", until " + list.expires());
                return Exit.OK;
            } catch (ClaimException e) {
                throw SignedFiles.refused(file, e);
            }
        }
    }

    /** Shows a trust list. */
    @Command(
            name = "show",
            description = "Shows whose keys a trust list trusts for what. Does not verify it.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The signed trust list.")
        private Path file;

        @SuppressWarnings("NullAway.Init")
        Show() {}

        @Override
        public Integer call() throws Exception {
            try {
                TrustList list = TrustList.read(SignedFiles.read(file).payload());
                System.out.println("version " + list.version() + ", until " + list.expires());
                list.entries()
                        .forEach(e -> System.out.println("key       " + e.keyId() + " " + e.issuer() + " " + e.kinds()
                                + " " + e.purposes() + e.roles() + " until " + e.notAfter()));
                list.recipients()
                        .forEach(r -> System.out.println("recipient " + r.uri() + " " + r.purpose() + " tokens of "
                                + r.linkageDomain() + " to " + r.endpoint() + ": " + r.name() + ", " + r.address()));
                return Exit.OK;
            } catch (ClaimException e) {
                throw SignedFiles.refused(file, e);
            }
        }
    }
}
