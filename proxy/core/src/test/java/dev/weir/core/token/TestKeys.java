package dev.weir.core.token;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The root key of the standard's vectors: the bytes 00 to 1f. */
public final class TestKeys {
    private TestKeys() {}

    /** Returns the root key of the vectors. */
    public static RootKey root() {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return input -> {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return mac.doFinal(input);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HMAC-SHA-256 is part of every Java runtime", e);
            }
        };
    }

    /** Returns the token keys of the vectors: California, cms.tmsis, epoch A. */
    public static TokenKeys keys() {
        return keys('A');
    }

    /** Returns the token keys of the vectors for another epoch. */
    public static TokenKeys keys(char epoch) {
        return TokenKeys.derive(root(), new TokenScope("CA", "cms.tmsis", epoch));
    }
}
