package dev.weir.core.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Derives keys from a state's root key: HMAC-SHA-256 in counter mode, NIST SP 800-108r1, one block.
 *
 * <pre>
 * KDF(label, ctx) = HMAC-SHA-256(K_root, 00000001 || label || 00 || ctx || 00000100)
 * LP(x)           = BE16(length of x) || x as UTF-8
 * </pre>
 */
public final class KeyDerivation {
    private static final byte[] COUNTER = {0, 0, 0, 1};
    private static final byte[] BITS = {0, 0, 1, 0};

    private KeyDerivation() {}

    /** Returns the key under which tokens of one kind are computed. */
    public static Secret tokenKey(RootKey root, TokenScope scope, TokenClass tokenClass) {
        return derive(
                root, "smp1/token", scope.state(), scope.domain(), String.valueOf(scope.epoch()), tokenClass.label());
    }

    /** Returns the key under which the people of one submission are blinded in the accounting. */
    static Secret accountingKey(RootKey root, String state, String submissionId) {
        return derive(root, "smp1/acct", state, submissionId);
    }

    private static Secret derive(RootKey root, String label, String... context) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(COUNTER);
        input.writeBytes(label.getBytes(StandardCharsets.UTF_8));
        input.write(0);
        for (String part : context) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            input.write(bytes.length >>> 8);
            input.write(bytes.length);
            input.writeBytes(bytes);
        }
        input.writeBytes(BITS);
        return new Secret(root.hmacSha256(input.toByteArray()));
    }
}
