package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** A line under a note: who signed, and the signature. Not yet verified. Immutable. */
public final class NoteSignature {
    private static final String DASH = "\u2014 ";
    private static final int MAX_BYTES = 8192;

    private final String name;
    private final byte[] bytes;

    private NoteSignature(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** Signs a text with a ledger's key. */
    public static NoteSignature sign(String text, NoteSigner signer) throws GeneralSecurityException {
        return of(signer.key(), signer.sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Signs a checkpoint with a witness's key.
     *
     * @param time seconds since the epoch at which it was seen
     */
    public static NoteSignature cosign(String text, long time, NoteSigner signer) throws GeneralSecurityException {
        byte[] signature = signer.sign(cosigned(text, time));
        return of(
                signer.key(),
                ByteBuffer.allocate(8 + signature.length)
                        .putLong(time)
                        .put(signature)
                        .array());
    }

    private static byte[] cosigned(String text, long time) {
        return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    private static NoteSignature of(NoteKey key, byte[] signature) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(key.id());
        out.writeBytes(signature);
        return new NoteSignature(key.name(), out.toByteArray());
    }

    static NoteSignature read(String line) throws LedgerFormatException {
        int space = line.lastIndexOf(' ');
        Optional<byte[]> bytes = line.startsWith(DASH) && space >= DASH.length()
                ? Lines.base64(line.substring(space + 1))
                : Optional.empty();
        String name = bytes.isPresent() ? line.substring(DASH.length(), space) : "";
        boolean named = !name.isEmpty()
                && name.chars().noneMatch(c -> c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c));
        if (!named || bytes.get().length < 5 || bytes.get().length > MAX_BYTES) {
            throw new LedgerFormatException("note", "a signature line has a dash, a name and a signature in base64");
        }
        return new NoteSignature(name, bytes.get());
    }

    /** Returns whether the signature says that it is made with a key. */
    public boolean isBy(NoteKey key) {
        return name.equals(key.name()) && Arrays.equals(Arrays.copyOf(bytes, 4), key.id());
    }

    /** Returns whether the signature can be that of a ledger's key of which the fingerprint is known and nothing else. */
    boolean mayBeBy(String origin, Sha256 fingerprint) {
        return name.equals(origin) && Arrays.equals(bytes, 0, 4, fingerprint.toByteArray(), 0, 4);
    }

    /** Returns whether another signature says that it is made with the same key. */
    boolean hasSignerOf(NoteSignature other) {
        return name.equals(other.name) && Arrays.equals(bytes, 0, 4, other.bytes, 0, 4);
    }

    boolean holds(String text, NoteKey key, P256 verifier) {
        byte[] signature = Arrays.copyOfRange(bytes, 4, bytes.length);
        if (key.kind() == NoteKey.Kind.LEDGER) {
            return verifier.verify(key.der(), text.getBytes(StandardCharsets.UTF_8), signature);
        }
        if (signature.length < 9) {
            return false;
        }
        long time = ByteBuffer.wrap(signature).getLong();
        return time >= 0
                && verifier.verify(key.der(), cosigned(text, time), Arrays.copyOfRange(signature, 8, signature.length));
    }

    /** Returns the line, without a line feed. */
    public String line() {
        return DASH + name + " " + Lines.base64(bytes);
    }
}
