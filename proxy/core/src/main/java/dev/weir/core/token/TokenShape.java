package dev.weir.core.token;

/**
 * What a token looks like: {@code T}, the epoch, 18 characters of Base32; for ids that are not about one person an
 * {@code &} in front and the last character left out.
 */
public final class TokenShape {
    /** Bytes of a token. */
    public static final int LENGTH = 20;

    private TokenShape() {}

    /** Returns whether a range of bytes looks like a token of any epoch. */
    public static boolean matches(byte[] bytes, int offset, int length) {
        if (length != LENGTH) {
            return false;
        }
        int at = bytes[offset] == '&' ? offset + 1 : offset;
        if (bytes[at] != 'T' || bytes[at + 1] < 'A' || bytes[at + 1] > 'Z') {
            return false;
        }
        for (int i = at + 2; i < offset + LENGTH; i++) {
            boolean letter = bytes[i] >= 'A' && bytes[i] <= 'Z';
            boolean digit = bytes[i] >= '2' && bytes[i] <= '7';
            if (!letter && !digit) {
                return false;
            }
        }
        return true;
    }
}
