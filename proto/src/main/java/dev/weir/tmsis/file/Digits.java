package dev.weir.tmsis.file;

/** Numbers from digits that are known to be digits. The Java runtime's own parsers quote what they cannot read. */
final class Digits {
    private Digits() {}

    /** Returns whether a text is made of digits, at least one and at most some. */
    static boolean are(String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Returns the number that at most 18 digits stand for. */
    static long number(String digits) {
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            number = number * 10 + digits.charAt(i) - '0';
        }
        return number;
    }
}
