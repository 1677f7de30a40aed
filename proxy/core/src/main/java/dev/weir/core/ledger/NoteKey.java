package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A public key of C2SP signed notes, ECDSA P-256. A ledger's own key is of note type 02, whose key id is the beginning
 * of the SHA-256 of the key in DER. A witness's key is of type FF with a label of SMP, because the witness types of C2SP
 * are Ed25519 and ML-DSA, which the approved algorithms of this protocol leave out; a cosignature has a time and signs
 * {@code cosignature/v1}, {@code time N} and the checkpoint, as C2SP tlog-cosignature says. Immutable.
 */
public final class NoteKey {
    private static final Pattern NAME = Pattern.compile("[!-*,-~]{1,255}");
    private static final byte[] WITNESS_LABEL = "smp1-cosignature-p256\n".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final Kind kind;
    private final byte[] der;
    private final byte[] id;

    /** What a key signs. */
    public enum Kind {
        /** Checkpoints of its own ledger. */
        LEDGER,
        /** Checkpoints of others, with the time at which it saw them. */
        WITNESS
    }

    private NoteKey(String name, Kind kind, byte[] der) {
        this.name = name;
        this.kind = kind;
        this.der = der.clone();
        this.id = id(name, kind, der);
    }

    /**
     * Returns the key with a name.
     *
     * @param name without blanks and plus signs; a ledger's key has the ledger's origin for a name
     * @param der SubjectPublicKeyInfo
     */
    public static NoteKey of(String name, Kind kind, byte[] der) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("note key: a name has no blank and no plus sign");
        }
        return new NoteKey(name, kind, der);
    }

    private static byte[] id(String name, Kind kind, byte[] der) {
        MessageDigest digest = Sha256.newDigest();
        if (kind == Kind.WITNESS) {
            digest.update(name.getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) '\n');
            digest.update((byte) 0xFF);
            digest.update(WITNESS_LABEL);
        }
        digest.update(der);
        return Arrays.copyOf(digest.digest(), 4);
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns what the key signs. */
    public Kind kind() {
        return kind;
    }

    /** Returns the public key in DER, SubjectPublicKeyInfo. */
    public byte[] der() {
        return der.clone();
    }

    /** Returns the SHA-256 of the public key in DER. */
    public Sha256 fingerprint() {
        return Sha256.of(der);
    }

    /** Returns the four bytes by which signatures name the key. */
    public byte[] id() {
        return id.clone();
    }

    /** Returns the key as a line for verifiers: name, key id and type with key, separated by plus signs. */
    public String line() {
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        if (kind == Kind.LEDGER) {
            typed.write(2);
        } else {
            typed.write(0xFF);
            typed.writeBytes(WITNESS_LABEL);
        }
        typed.writeBytes(der);
        return name + "+" + HexFormat.of().formatHex(id) + "+" + Lines.base64(typed.toByteArray());
    }

    /**
     * Reads a line for verifiers.
     *
     * @throws LedgerFormatException where it is not one of these two kinds, or its id is not that of its key
     */
    public static NoteKey read(String line) throws LedgerFormatException {
        String[] parts = line.split("\\+", 3);
        Optional<byte[]> typed = parts.length == 3 ? Lines.base64(parts[2]) : Optional.empty();
        if (typed.isEmpty() || typed.get().length < 2 || !NAME.matcher(parts[0]).matches()) {
            throw new LedgerFormatException("verifier key", "is name, key id and key, separated by plus signs");
        }
        byte[] bytes = typed.get();
        int label = 1 + WITNESS_LABEL.length;
        boolean witness = (bytes[0] & 0xFF) == 0xFF
                && bytes.length > label
                && MessageDigest.isEqual(Arrays.copyOfRange(bytes, 1, label), WITNESS_LABEL);
        if (!witness && bytes[0] != 2) {
            throw new LedgerFormatException("verifier key", "is ECDSA P-256 of a ledger or of a witness");
        }
        Kind kind = witness ? Kind.WITNESS : Kind.LEDGER;
        NoteKey key = new NoteKey(parts[0], kind, Arrays.copyOfRange(bytes, witness ? label : 1, bytes.length));
        if (!HexFormat.of().formatHex(key.id).equals(parts[1])) {
            throw new LedgerFormatException("verifier key", "its key id is that of its key");
        }
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey that && line().equals(that.line());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }

    @Override
    public String toString() {
        return name + "+" + HexFormat.of().formatHex(id);
    }
}
