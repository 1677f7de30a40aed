package dev.weir.proxy.cli;

import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.Envelope;
import dev.weir.core.attestation.RootKeys;
import dev.weir.core.attestation.RootKeys.Kind;
import dev.weir.proxy.keys.OfficialKeys;
import dev.weir.proxy.keys.TinkEnvelopeVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

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
}
