package dev.weir.loadtest.sample;

/** Numbers as T-MSIS writes them. */
final class Numbers {
    private static final String OPEN = "01345678";

    private Numbers() {}

    /**
     * Returns a number written with eight digits, all but 2 and 9. Birth dates begin with 19 or 20, SSNs and ZIP codes with
     * 9 and telephone numbers with 29, so none of them can be part of such a number.
     */
    static String open(long number, int width) {
        StringBuilder text = new StringBuilder(width);
        for (int shift = 3 * (width - 1); shift >= 0; shift -= 3) {
            text.append(OPEN.charAt((int) (number >>> shift) & 7));
        }
        return text.toString();
    }

    /** Returns a number with zeros in front. */
    static String padded(long number, int width) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }

    /** Returns an amount of money with two digits behind the point. */
    static String money(long cents) {
        return cents / 100 + "." + padded(cents % 100, 2);
    }

    /** Returns a whole quantity with zeros behind the point, as a fixed-length file would give it back. */
    static String quantity(int whole, int scale) {
        return scale == 0 ? Integer.toString(whole) : whole + "." + "0".repeat(scale);
    }
}
