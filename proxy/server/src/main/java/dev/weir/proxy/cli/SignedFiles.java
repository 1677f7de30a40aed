package dev.weir.proxy.cli;

import dev.weir.core.attestation.Authorities;
import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.Envelope;
import dev.weir.core.attestation.RootKeys;
import dev.weir.core.attestation.RootKeys.Kind;
import dev.weir.proxy.config.ConfigProblem;
import dev.weir.proxy.config.SignedFolder;
import dev.weir.proxy.keys.OfficialKeys;
import dev.weir.proxy.keys.TinkEnvelopeVerifier;
import dev.weir.proxy.keys.TinkJwtVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reading, signing and writing of signed files, for every command that does. */
final class SignedFiles {
    private SignedFiles() {}

    static OfficialKeys keys(Path dir) throws IOException, CommandFailure {
        try {
            return OfficialKeys.open(dir);
        } catch (GeneralSecurityException e) {
            throw new CommandFailure(
                    Exit.REFUSED, List.of(dir + ": holds an official's keys made by weir attest keys, whole"));
        }
    }

    static Envelope read(Path file) throws IOException, CommandFailure {
        try {
            return Envelope.read(Files.readAllBytes(file));
        } catch (ClaimException e) {
            throw refused(file, e);
        }
    }

    static CommandFailure refused(Path file, ClaimException e) {
        return new CommandFailure(Exit.REFUSED, List.of(file + ": " + e.place() + ": " + e.rule()));
    }

    /** Signs a payload into a file. Where the file holds the same payload already, the signature is added. */
    static int sign(Path out, Kind kind, byte[] payload, OfficialKeys keys)
            throws IOException, GeneralSecurityException, CommandFailure {
        Envelope envelope = Envelope.of(kind.payloadType(), payload);
        if (Files.exists(out)) {
            Envelope there = read(out);
            boolean same = there.type().equals(kind.payloadType()) && Arrays.equals(there.payload(), payload);
            envelope = same ? there : envelope;
        }
        return write(out, keys.sign(envelope));
    }

    /** Adds a signature to a file that was signed by somebody else. */
    static int countersign(Path file, Kind kind, OfficialKeys keys)
            throws IOException, GeneralSecurityException, CommandFailure {
        Envelope envelope = read(file);
        if (!envelope.type().equals(kind.payloadType())) {
            throw new CommandFailure(Exit.REFUSED, List.of(file + ": payloadType: is " + kind.payloadType()));
        }
        return write(file, keys.sign(envelope));
    }

    private static int write(Path out, Envelope envelope) throws IOException {
        Path partial = out.resolveSibling(out.getFileName() + ".partial");
        Files.write(partial, envelope.json());
        Files.move(partial, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        System.out.println(out + ": signatures: " + envelope.signatures().size());
        return Exit.OK;
    }

    static RootKeys root(Path file) throws IOException, CommandFailure {
        try {
            return RootKeys.read(read(file).payload());
        } catch (ClaimException e) {
            throw refused(file, e);
        }
    }

    /** Verifies a file and returns the bytes that were verified. */
    static byte[] verified(Path root, Path file, Kind kind)
            throws IOException, GeneralSecurityException, CommandFailure {
        RootKeys keys = root(root);
        Envelope envelope = read(file);
        int signers = keys.signers(envelope, kind, new TinkEnvelopeVerifier());
        if (signers < keys.threshold(kind)) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    List.of(file + ": is signed by at least " + keys.threshold(kind) + " different root keys for "
                            + kind + "; found " + signers));
        }
        return envelope.payload();
    }

    /** Reads a signed folder without remembering it: what was accepted before is the proxy's to remember. */
    static Authorities authorities(Path signed, Instant now)
            throws IOException, GeneralSecurityException, CommandFailure {
        Path memory = Files.createTempDirectory("weir-verify");
        try {
            SignedFolder.Loaded loaded =
                    new SignedFolder(signed, memory, new TinkEnvelopeVerifier(), new TinkJwtVerifier()).load(now);
            List<String> problems =
                    loaded.problems().stream().map(ConfigProblem::text).toList();
            problems.forEach(System.err::println);
            return loaded.authorities().orElseThrow(() -> new CommandFailure(Exit.REFUSED, problems));
        } finally {
            delete(memory);
        }
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(dir);
    }
}
