package dev.weir.tmsis.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8 over byte ranges, without strings. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Returns whether every byte is below 0x80. */
    public static boolean isAscii(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        for (; end - at >= 8; at += 8) {
            if (((long) LONGS.get(bytes, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the range is valid UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        if (isAscii(bytes, offset, length)) {
            return true;
        }
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int size = sequence(bytes, at, end);
            if (size == 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /** Returns the characters of a valid range. */
    public static int characters(byte[] bytes, int offset, int length) {
        int count = 0;
        for (int at = offset; at < offset + length; at++) {
            if ((bytes[at] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    /** Returns the bytes of the sequence at a position, 0 where there is no valid one. */
    private static int sequence(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        if (first >= 0xC2 && first <= 0xDF) {
            return continues(bytes, at + 1, end) ? 2 : 0;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            if (!continues(bytes, at + 1, end) || !continues(bytes, at + 2, end)) {
                return 0;
            }
            int second = bytes[at + 1] & 0xFF;
            boolean overlong = first == 0xE0 && second < 0xA0;
            boolean surrogate = first == 0xED && second >= 0xA0;
            return overlong || surrogate ? 0 : 3;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            if (!continues(bytes, at + 1, end) || !continues(bytes, at + 2, end) || !continues(bytes, at + 3, end)) {
                return 0;
            }
            int second = bytes[at + 1] & 0xFF;
            boolean overlong = first == 0xF0 && second < 0x90;
            boolean tooHigh = first == 0xF4 && second >= 0x90;
            return overlong || tooHigh ? 0 : 4;
        }
        return 0;
    }

    private static boolean continues(byte[] bytes, int at, int end) {
        return at < end && (bytes[at] & 0xC0) == 0x80;
    }
}
