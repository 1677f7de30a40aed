package dev.weir.conformance.oracle;

import java.util.Locale;

/** Normal forms of identifiers. */
final class Normal {
    private Normal() {}

    /** Returns the form under which a value is tokenized. */
    static String of(String tokenClass, String value) {
        String bare = stripSpaces(value);
        return switch (tokenClass) {
            case "ssn" -> {
                String digits = bare.replace("-", "").replace(" ", "");
                yield digits.matches("[0-9]{9}") ? digits : bare;
            }
            case "medicare-id" -> bare.replace("-", "").replace(" ", "").toUpperCase(Locale.ROOT);
            default -> bare;
        };
    }

    private static String stripSpaces(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && value.charAt(from) == ' ') {
            from++;
        }
        while (to > from && value.charAt(to - 1) == ' ') {
            to--;
        }
        return value.substring(from, to);
    }

    /** Returns whether a value says that there is none: empty, or filled to the full width with 0s, 8s or 9s. */
    static boolean missing(String normalized, int width) {
        return normalized.isEmpty() || normalized.length() == width && normalized.matches("0+|8+|9+");
    }
}
