package dev.weir.smp;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-256 digest. Immutable. */
public final class Sha256 {
    /** Bytes of a digest. */
    public static final int LENGTH = 32;

    /** 32 zero bytes, where a chain begins. */
    public static final Sha256 ZERO = new Sha256(new byte[LENGTH]);

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the digest of some bytes. */
    public static Sha256 of(byte[] input) {
        return of(input, 0, input.length);
    }

    /** Returns the digest of a range of bytes. */
    public static Sha256 of(byte[] input, int offset, int length) {
        MessageDigest digest = newDigest();
        digest.update(input, offset, length);
        return new Sha256(digest.digest());
    }

    /** Takes the result of a digest that was fed elsewhere. */
    public static Sha256 finish(MessageDigest digest) {
        return new Sha256(digest.digest());
    }

    /** Returns a digest from the wire; empty where it does not have 32 bytes. */
    public static Optional<Sha256> from(ByteString bytes) {
        return bytes.size() == LENGTH ? Optional.of(new Sha256(bytes.toByteArray())) : Optional.empty();
    }

    /** Returns a digest from 64 lower-case hexadecimal digits; empty for anything else. */
    public static Optional<Sha256> fromHex(String hex) {
        boolean fits = hex.length() == 2 * LENGTH
                && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        return fits ? Optional.of(new Sha256(HexFormat.of().parseHex(hex))) : Optional.empty();
    }

    /** Returns a new SHA-256 to be fed piece by piece. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
        }
    }

    /** Returns the digest as 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns the digest for the wire. */
    public ByteString toByteString() {
        return ByteString.copyFrom(bytes);
    }

    /** Returns a copy of the 32 bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
