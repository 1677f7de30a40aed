package dev.weir.core.attestation;

import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Small forms that claims are written in, each in one way only. */
final class Texts {
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]*");
    private static final Pattern HTTPS =
            Pattern.compile("https://[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[1-9][0-9]{0,4})?(/[A-Za-z0-9._~/-]*)?");
    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private Texts() {}

    /** Returns the bytes of base64url without padding and without stray bits; empty for anything else. */
    static Optional<byte[]> base64url(String text) {
        if (text.length() % 4 == 1 || !BASE64URL.matcher(text).matches()) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return base64url(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns a digest of 43 base64url characters; empty for anything else. */
    static Optional<Sha256> digest(String text) {
        return base64url(text)
                .filter(bytes -> bytes.length == Sha256.LENGTH)
                .flatMap(bytes -> Sha256.fromHex(HexFormat.of().formatHex(bytes)));
    }

    static String digest(Sha256 digest) {
        return base64url(digest.toByteArray());
    }

    static boolean isHttps(String text) {
        return text.length() <= 255 && HTTPS.matcher(text).matches();
    }

    static Optional<YearMonth> month(String text) {
        return MONTH.matcher(text).matches()
                ? Optional.of(YearMonth.of(number(text, 0, 4), number(text, 5, 7)))
                : Optional.empty();
    }

    static Optional<LocalDate> date(String text) {
        if (!DATE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads digits that a pattern has found before. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    static Sha256 sha256Ascii(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
