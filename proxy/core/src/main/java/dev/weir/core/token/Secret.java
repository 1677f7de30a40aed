package dev.weir.core.token;

import java.security.MessageDigest;
import java.util.Arrays;

/** Key bytes. Prints as redacted, compares in constant time, and has no hash code by value. */
public final class Secret {
    private final byte[] bytes;

    /** Takes over the bytes; the caller must not keep them. */
    public Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a copy of the bytes, which the caller wipes after use. */
    public byte[] copy() {
        return bytes.clone();
    }

    /** Returns whether another secret has the same bytes, in time that does not depend on them. */
    public boolean sameAs(Secret other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    /** Overwrites the bytes. The secret must not be used any more. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
