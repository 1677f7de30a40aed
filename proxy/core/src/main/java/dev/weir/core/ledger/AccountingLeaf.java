package dev.weir.core.ledger;

import dev.weir.core.token.AccountingTag;
import dev.weir.smp.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One person in the accounting of one submission: the tag, 32 bytes, and the classes, a big-endian number of 4 bytes.
 *
 * @param tag blinded; only who has the state's root key can compute it
 * @param mask see {@link ReleasedClasses}
 */
public record AccountingLeaf(AccountingTag tag, int mask) {
    /** Bytes of a leaf. */
    public static final int BYTES = AccountingTag.BYTES + 4;

    /** Returns the bytes. */
    public byte[] toByteArray() {
        return ByteBuffer.allocate(BYTES).put(tag.toByteArray()).putInt(mask).array();
    }

    /** Reads a leaf from an array. */
    public static AccountingLeaf read(byte[] bytes, int offset) {
        byte[] tag = Arrays.copyOfRange(bytes, offset, offset + AccountingTag.BYTES);
        return new AccountingLeaf(new AccountingTag(tag), ByteBuffer.wrap(bytes).getInt(offset + AccountingTag.BYTES));
    }

    /** Returns the hash of the leaf in the tree. */
    public Sha256 hash() {
        return Merkle.leaf(toByteArray());
    }
}
