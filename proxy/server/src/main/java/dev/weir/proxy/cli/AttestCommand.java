package dev.weir.proxy.cli;

import dev.weir.core.attestation.Attestation;
import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.ListDigest;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.policy.Purpose;
import dev.weir.core.token.TokenClass;
import dev.weir.core.token.TokenScope;
import dev.weir.core.token.Tokenizer;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.OfficialKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, signs and explains attestations. */
@Command(
        name = "attest",
        header = "Makes, signs, verifies and explains attestations.",
        description =
                "Makes, signs, verifies and explains purpose attestations: who may receive what, for which purpose, "
                        + "until when. See docs/attestation.md.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            AttestCommand.Keys.class,
            AttestCommand.New.class,
            AttestCommand.Sign.class,
            AttestCommand.Show.class,
            AttestRegisterCommand.class,
            AttestVerifyCommand.class,
            AttestExplainCommand.class,
            AttestCommand.People.class
        })
final class AttestCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    AttestCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: keys, new, sign, register, show, verify, explain or subjects");
    }

    static CompactJwt token(Path file) throws IOException, CommandFailure {
        try {
            if (Files.size(file) > CompactJwt.MAX_LENGTH + 1) {
                throw new CommandFailure(Exit.REFUSED, List.of(file + ": has at most 8192 bytes"));
            }
            return CompactJwt.read(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (ClaimException e) {
            throw SignedFiles.refused(file, e);
        }
    }

    static Attestation attestation(Path file) throws IOException, CommandFailure {
        try {
            return Attestation.read(token(file).claims());
        } catch (ClaimException e) {
            throw SignedFiles.refused(file, e);
        }
    }

    /** Makes or shows an official's keys. */
    @Command(
            name = "keys",
            description =
                    "Makes an official's keys in a new folder, or shows the public ones of a folder that has some: "
                            + "token keys for attestations and approvals, file keys for policies, trust lists and holds. Keep the "
                            + "folder to yourself.",
            mixinStandardHelpOptions = true)
    static final class Keys implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "Folder of the keys.")
        private Path dir;

        @Option(names = "--p384", description = "Token keys on P-384, ES384, in place of P-256.")
        private boolean strong;

        @Override
        public Integer call() throws Exception {
            OfficialKeys keys =
                    Files.exists(dir.resolve("tokens.json")) ? SignedFiles.keys(dir) : OfficialKeys.create(dir, strong);
            Map<String, Object> shown = new LinkedHashMap<>();
            TrustEntry.Jwk token = keys.tokenJwk();
            shown.put("kid", token.thumbprint());
            shown.put("jwk", token.json());
            shown.put("file_key", keys.fileJwk().thumbprint());
            System.out.println(Json.of(shown));
            return Exit.OK;
        }

        @SuppressWarnings("NullAway.Init")
        Keys() {}
    }

    /** Prints a template. */
    @Command(
            name = "new",
            description = "Prints an attestation to be filled in, as JSON, with times from now on and a fresh id.",
            mixinStandardHelpOptions = true)
    static final class New implements Callable<Integer> {
        @Option(names = "--purpose", paramLabel = "CODE", required = true, description = "${COMPLETION-CANDIDATES}")
        private Purpose purpose;

        @SuppressWarnings("NullAway.Init")
        New() {}

        @Override
        public Integer call() {
            byte[] id = new byte[16];
            new SecureRandom().nextBytes(id);
            System.out.print(Templates.attestation(
                    purpose,
                    Clock.systemUTC().instant().getEpochSecond(),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(id)));
            return Exit.OK;
        }
    }

    /** Signs claims. */
    @Command(
            name = "sign",
            description = "Checks the claims of an attestation and signs them. Anything that a proxy would refuse as "
                    + "SCHEMA is refused here.",
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {
        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "The requester's keys.")
        private Path keys;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "The attestation.")
        private Path out;

        @Parameters(paramLabel = "FILE", description = "The claims as JSON.")
        private Path file;

        @SuppressWarnings("NullAway.Init")
        Sign() {}

        @Override
        public Integer call() throws Exception {
            try {
                var claims = JsonReader.readObject(Files.readAllBytes(file));
                Attestation.read(claims);
                String token =
                        SignedFiles.keys(keys).sign(Attestation.TYPE, CanonicalJson.write(Templates.plain(claims)));
                CompactJwt signed = CompactJwt.read(token);
                Files.writeString(out, token + "\n", StandardCharsets.US_ASCII);
                System.out.println(out + ": " + signed.sha256().hex());
                return Exit.OK;
            } catch (JsonException e) {
                throw new CommandFailure(Exit.REFUSED, List.of(file + ": " + e.getMessage()));
            } catch (ClaimException e) {
                throw SignedFiles.refused(file, e);
            }
        }
    }

    /** Shows claims. */
    @Command(
            name = "show",
            description = "Shows the header and the claims of an attestation or approval. Does not verify it.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "Attestation or approval.")
        private Path file;

        @SuppressWarnings("NullAway.Init")
        Show() {}

        @Override
        public Integer call() throws Exception {
            CompactJwt token = token(file);
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("typ", token.type());
            shown.put("alg", token.algorithm());
            shown.put("kid", token.keyId());
            shown.put("sha256", token.sha256().hex());
            try {
                shown.put("claims", Templates.plain(token.claims()));
            } catch (ClaimException e) {
                throw SignedFiles.refused(file, e);
            }
            System.out.println(Json.of(shown));
            return Exit.OK;
        }
    }

    /** Makes a list of people. */
    @Command(
            name = "subjects",
            description =
                    "Makes the list of people of an attestation on the state's side: reads MSIS ids, a line each, and "
                            + "writes their tokens in the recipient's linkage domain, sorted, none twice.",
            mixinStandardHelpOptions = true)
    static final class People implements Callable<Integer> {
        @Option(names = "--keys", paramLabel = "DIR", required = true, description = "Folder of the state's keys.")
        private Path keys;

        @Option(
                names = "--domain",
                paramLabel = "NAME",
                required = true,
                description = "The recipient's linkage domain.")
        private String domain;

        @Option(names = "--epoch", paramLabel = "LETTER", required = true, description = "Token epoch of the policy.")
        private String epoch;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "The list.")
        private Path out;

        @Parameters(paramLabel = "FILE", description = "MSIS ids, a line each.")
        private Path file;

        @SuppressWarnings("NullAway.Init")
        People() {}

        @Override
        public Integer call() throws Exception {
            if (!domain.matches("[a-z0-9.-]{1,64}") || !epoch.matches("[A-Z]")) {
                throw new CommandFailure(
                        Exit.USAGE, List.of("--domain: has characters of a-z 0-9 . -; --epoch: is a letter"));
            }
            TreeSet<String> tokens = new TreeSet<>();
            Tokenizer tokenizer = tokenizer();
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                if (!line.isBlank()) {
                    tokens.add(tokenizer.token(TokenClass.MSIS_ID, line.strip().getBytes(StandardCharsets.ISO_8859_1)));
                }
            }
            ListDigest subjects = ListDigest.of(List.copyOf(tokens))
                    .orElseThrow(
                            () -> new CommandFailure(Exit.REFUSED, List.of(file + ": holds an MSIS id in each line")));
            Files.writeString(out, String.join("\n", tokens) + "\n", StandardCharsets.US_ASCII);
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("count", subjects.count());
            shown.put(
                    "sha256",
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(subjects.sha256().toByteArray()));
            System.out.println(Json.of(shown));
            return Exit.OK;
        }

        private Tokenizer tokenizer() throws IOException, CommandFailure {
            try {
                KeyFolder folder =
                        KeyFolder.open(keys, new FileKeyEncryption(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
                return new Tokenizer(
                        folder.tokenKeys(new TokenScope(folder.metadata().state(), domain, epoch.charAt(0))));
            } catch (GeneralSecurityException e) {
                throw new CommandFailure(
                        Exit.REFUSED, List.of(keys + ": holds the state's keys, whole, with that epoch"));
            }
        }
    }
}
