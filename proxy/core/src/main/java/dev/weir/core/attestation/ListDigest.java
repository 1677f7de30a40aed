package dev.weir.core.attestation;

import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What identifies a list of people, without naming one of them.
 *
 * @param count people on it
 * @param sha256 digest of its text
 */
public record ListDigest(long count, Sha256 sha256) {
    private static final Pattern TOKEN = Pattern.compile("T[A-Z][A-Z2-7]{18}|&T[A-Z][A-Z2-7]{17}");

    /**
     * Returns what identifies a list of MSIS id tokens, a line each with a line feed; empty where it is not sorted, has a
     * token twice or something that is not a token.
     */
    public static Optional<ListDigest> of(List<String> tokens) {
        StringBuilder text = new StringBuilder(tokens.size() * 21);
        String before = "";
        for (String token : tokens) {
            if (!TOKEN.matcher(token).matches() || token.compareTo(before) <= 0) {
                return Optional.empty();
            }
            text.append(token).append('\n');
            before = token;
        }
        return Optional.of(
                new ListDigest(tokens.size(), Sha256.of(text.toString().getBytes(StandardCharsets.US_ASCII))));
    }
}
