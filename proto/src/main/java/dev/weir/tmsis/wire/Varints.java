package dev.weir.tmsis.wire;

/** Sizes and parts of Protocol Buffers varints and tags. */
public final class Varints {
    /** Wire type of varints. */
    public static final int VARINT = 0;
    /** Wire type of eight fixed bytes. */
    public static final int FIXED64 = 1;
    /** Wire type of strings, bytes and messages. */
    public static final int LENGTH = 2;
    /** Wire type that begins a group. */
    public static final int GROUP_START = 3;
    /** Wire type that ends a group. */
    public static final int GROUP_END = 4;
    /** Wire type of four fixed bytes. */
    public static final int FIXED32 = 5;

    private Varints() {}

    /** Returns the bytes that a non-negative number takes as a varint. */
    public static int size(int value) {
        int size = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    /** Returns the bytes that a number takes as a varint. */
    public static int size(long value) {
        int size = 1;
        for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    /** Writes a non-negative number and returns the position behind it. The array must have room. */
    public static int put(byte[] buffer, int position, int value) {
        int at = position;
        int rest = value;
        while (rest >= 0x80) {
            buffer[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[at++] = (byte) rest;
        return at;
    }

    /** Returns the tag of a length-delimited field. */
    public static int lengthTag(int field) {
        return field << 3 | LENGTH;
    }
}
