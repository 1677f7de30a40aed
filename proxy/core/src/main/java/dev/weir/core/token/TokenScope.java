package dev.weir.core.token;

import java.util.regex.Pattern;

/**
 * Within what tokens are equal for equal values.
 *
 * @param state USPS code of the state, two capital letters
 * @param domain linkage domain of the recipient, 1 to 64 characters of a-z 0-9 . -
 * @param epoch A to Z; a new letter breaks every link to tokens of the old one
 */
public record TokenScope(String state, String domain, char epoch) {
    private static final Pattern STATE = Pattern.compile("[A-Z]{2}");
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9.-]{1,64}");

    public TokenScope {
        require(STATE.matcher(state).matches(), "state", "is a USPS code of two capital letters");
        require(DOMAIN.matcher(domain).matches(), "domain", "has 1 to 64 characters of a-z 0-9 . -");
        require(epoch >= 'A' && epoch <= 'Z', "epoch", "is a letter from A to Z");
    }

    private static void require(boolean holds, String place, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("token scope: " + place + ": " + rule);
        }
    }
}
