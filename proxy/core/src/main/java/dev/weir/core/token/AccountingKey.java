package dev.weir.core.token;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the tags of one submission: HMAC-SHA-256 under K_acct, so that tags of two submissions do not link and nobody
 * without the root key can look for a person. Confined to one thread.
 */
public final class AccountingKey {
    private static final String HMAC = "HmacSHA256";

    private final Mac mac;

    AccountingKey(Secret key) {
        byte[] bytes = key.copy();
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(bytes, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java runtime", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Returns the key of one submission of a state. */
    public static AccountingKey derive(RootKey root, String state, String submissionId) {
        return new AccountingKey(KeyDerivation.accountingKey(root, state, submissionId));
    }

    /**
     * Returns the tag of a person.
     *
     * @param bytes normalized MSIS id, as {@link Normalizer} leaves it
     */
    public AccountingTag tag(byte[] bytes, int offset, int length) {
        mac.update(bytes, offset, length);
        return new AccountingTag(mac.doFinal());
    }
}
