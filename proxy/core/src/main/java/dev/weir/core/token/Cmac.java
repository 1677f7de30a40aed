package dev.weir.core.token;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** The block cipher and the subkeys of AES-CMAC, NIST SP 800-38B. Confined to one thread. */
final class Cmac {
    /** Bytes of a block. */
    static final int BLOCK = 16;

    private static final int REDUCTION = 0x87;

    private final Cipher cipher;
    private final byte[] whole;
    private final byte[] padded;

    Cmac(Secret key) {
        byte[] bytes = key.copy();
        try {
            // ECB is the bare block cipher here: CMAC chains the blocks itself.
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(bytes, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES: this Java runtime cannot encrypt with a 256-bit key", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        byte[] zero = new byte[BLOCK];
        encrypt(zero, 0, BLOCK, zero);
        whole = doubled(zero);
        padded = doubled(whole);
    }

    /** Encrypts blocks that lie one behind the other, each by itself. */
    void encrypt(byte[] source, int offset, int length, byte[] target) {
        try {
            cipher.update(source, offset, length, target, offset);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("AES: a target has room for its blocks", e);
        }
    }

    /** Returns the subkey of a last block that is whole (K1) or padded (K2). */
    byte[] subkey(boolean lastBlockIsWhole) {
        return lastBlockIsWhole ? whole : padded;
    }

    private static byte[] doubled(byte[] value) {
        byte[] result = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int next = (value[i] & 0xFF) << 1 | carry;
            result[i] = (byte) next;
            carry = next >>> 8;
        }
        result[BLOCK - 1] ^= (byte) (carry * REDUCTION);
        return result;
    }
}
