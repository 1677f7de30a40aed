package dev.weir.core.token;

/**
 * Brings an identifier into the form under which it is tokenized: outer spaces go; an SSN and a Medicare number lose
 * dashes and spaces, a Medicare number becomes upper-case; nothing else changes. Allocates nothing; confined to one
 * thread.
 */
public final class Normalizer {
    /** What an identifier turned out to be. */
    public enum Kind {
        /** A value to be tokenized. */
        VALUE,
        /** Empty, or filled to the full width with 0, 8 or 9, which means missing in T-MSIS. */
        MISSING,
        /** Holds a byte outside 20..7E. */
        CHARACTER,
        /** Wider than its element. */
        WIDTH
    }

    private static final int SSN_DIGITS = 9;

    private int length;
    private boolean irregular;

    /**
     * Normalizes a value.
     *
     * @param width characters of the element
     * @param target where the normalized bytes go; has room for {@code length} bytes behind {@code targetOffset}
     */
    public Kind normalize(
            TokenClass tokenClass, int width, byte[] source, int offset, int length, byte[] target, int targetOffset) {
        irregular = false;
        int from = offset;
        int to = offset + length;
        while (from < to && source[from] == ' ') {
            from++;
        }
        while (to > from && source[to - 1] == ' ') {
            to--;
        }
        for (int at = from; at < to; at++) {
            if (source[at] < 0x20 || source[at] > 0x7E) {
                return Kind.CHARACTER;
            }
        }
        switch (tokenClass) {
            case SSN -> ssn(source, from, to, target, targetOffset);
            case MEDICARE_ID -> this.length = squeeze(source, from, to, true, target, targetOffset);
            case MSIS_ID, CASE_ID, CLAIM_ID, OTHER_ID -> copy(source, from, to, target, targetOffset);
        }
        if (this.length > width) {
            return Kind.WIDTH;
        }
        return this.length == 0 || isFill(target, targetOffset, width) ? Kind.MISSING : Kind.VALUE;
    }

    /** Returns the bytes of the normalized value. */
    public int length() {
        return length;
    }

    /** Returns whether an SSN is not nine digits and was therefore left as it stands. */
    public boolean irregular() {
        return irregular;
    }

    private void ssn(byte[] source, int from, int to, byte[] target, int at) {
        length = squeeze(source, from, to, false, target, at);
        boolean digits = length == SSN_DIGITS;
        for (int i = 0; digits && i < SSN_DIGITS; i++) {
            digits = target[at + i] >= '0' && target[at + i] <= '9';
        }
        if (!digits) {
            copy(source, from, to, target, at);
            irregular = length > 0;
        }
    }

    private void copy(byte[] source, int from, int to, byte[] target, int at) {
        length = to - from;
        System.arraycopy(source, from, target, at, length);
    }

    private static int squeeze(byte[] source, int from, int to, boolean upperCase, byte[] target, int at) {
        int written = at;
        for (int i = from; i < to; i++) {
            byte value = source[i];
            if (value != '-' && value != ' ') {
                boolean lower = upperCase && value >= 'a' && value <= 'z';
                target[written++] = lower ? (byte) (value - 0x20) : value;
            }
        }
        return written - at;
    }

    private boolean isFill(byte[] target, int at, int width) {
        byte first = target[at];
        if (length != width || (first != '0' && first != '8' && first != '9')) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (target[at + i] != first) {
                return false;
            }
        }
        return true;
    }
}
