package dev.weir.core.token;

import java.security.MessageDigest;
import java.util.Arrays;

/** A person in the accounting of one submission, blinded. Prints as redacted, and sorts as unsigned bytes. */
public final class AccountingTag implements Comparable<AccountingTag> {
    /** Bytes of a tag. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    /** Takes over the bytes; the caller must not change them. */
    public AccountingTag(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("accounting tag: has 32 bytes");
        }
        this.bytes = bytes;
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public int compareTo(AccountingTag other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountingTag that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
