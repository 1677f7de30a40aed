package dev.weir.tmsis.file;

import dev.weir.tmsis.wire.WireBuffer;

/**
 * Numbers of fixed-length files: zeros in front, no decimal point, at most one leading sign. How a sign is written was
 * never published; a leading one is our assumption and anything else is refused.
 */
final class FlfNumbers {
    private FlfNumbers() {}

    /** Returns whether a range holds digits only, or nothing. */
    static boolean areDigits(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * Appends a column's number with its decimal point and without superfluous zeros; an empty range appends nothing.
     *
     * @return false where the range is not a number
     */
    static boolean putWithPoint(byte[] bytes, int from, int to, int scale, WireBuffer out) {
        if (from == to) {
            return true;
        }
        boolean negative = bytes[from] == '-';
        int at = negative || bytes[from] == '+' ? from + 1 : from;
        if (at == to || to - at < scale || !areDigits(bytes, at, to)) {
            return false;
        }
        if (negative) {
            out.put('-');
        }
        int point = to - scale;
        while (at < point - 1 && bytes[at] == '0') {
            at++;
        }
        if (at < point) {
            out.put(bytes, at, point - at);
        } else {
            out.put('0');
        }
        if (scale > 0) {
            out.put('.');
            out.put(bytes, point, scale);
        }
        return true;
    }

    /**
     * Appends a number of a column's width: sign, zeros, digits without a point.
     *
     * @return false where the number does not fit: other characters, too many digits before or behind the point
     */
    static boolean putFixed(byte[] bytes, int from, int to, int width, int scale, WireBuffer out) {
        boolean negative = from < to && bytes[from] == '-';
        int at = negative || (from < to && bytes[from] == '+') ? from + 1 : from;
        int point = at;
        while (point < to && bytes[point] != '.') {
            point++;
        }
        int fraction = Math.min(point + 1, to);
        int fractionEnd = to;
        while (fractionEnd - fraction > scale && bytes[fractionEnd - 1] == '0') {
            fractionEnd--;
        }
        while (at < point - 1 && bytes[at] == '0') {
            at++;
        }
        int whole = point - at;
        int room = width - scale - (negative ? 1 : 0);
        if (whole + (fractionEnd - fraction) == 0
                || whole > room
                || fractionEnd - fraction > scale
                || !areDigits(bytes, at, point)
                || !areDigits(bytes, fraction, fractionEnd)) {
            return false;
        }
        if (negative) {
            out.put('-');
        }
        zeros(room - whole, out);
        out.put(bytes, at, whole);
        out.put(bytes, fraction, fractionEnd - fraction);
        zeros(scale - (fractionEnd - fraction), out);
        return true;
    }

    private static void zeros(int count, WireBuffer out) {
        for (int i = 0; i < count; i++) {
            out.put('0');
        }
    }
}
