package dev.weir.core.attestation;

import java.util.regex.Pattern;

/** What the two kinds of token have in common. */
final class Tokens {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22,64}");

    private Tokens() {}

    static String id(ClaimReader in) throws ClaimException {
        String id = in.text("jti", 64);
        if (!ID.matcher(id).matches()) {
            throw in.problem("jti", "has 22 to 64 base64url characters");
        }
        return id;
    }
}
