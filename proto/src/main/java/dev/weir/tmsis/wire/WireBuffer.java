package dev.weir.tmsis.wire;

import java.util.Arrays;

/** A growing byte array that is written in wire form. Confined to one thread; reused by clearing it. */
public final class WireBuffer {
    private byte[] bytes;
    private int size;

    /** Creates a buffer with room for some bytes. */
    public WireBuffer(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** Empties the buffer; its array stays. */
    public void clear() {
        size = 0;
    }

    /** Returns the bytes written. */
    public int size() {
        return size;
    }

    /** Returns the array behind the buffer, valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Forgets all bytes behind a position. */
    public void truncate(int newSize) {
        if (newSize > size) {
            throw new IllegalArgumentException("a buffer cannot be truncated to more than it holds");
        }
        size = newSize;
    }

    /** Makes room for more bytes and returns the array, to be written at {@link #size()}. */
    public byte[] reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
        return bytes;
    }

    /** Says that bytes were written behind {@link #size()} after {@link #reserve}. */
    public void advance(int written) {
        size += written;
    }

    /** Appends one byte. */
    public void put(int value) {
        reserve(1)[size++] = (byte) value;
    }

    /** Appends a range. */
    public void put(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, reserve(length), size, length);
        size += length;
    }

    /** Appends a non-negative number as a varint. */
    public void putVarint(int value) {
        size = Varints.put(reserve(5), size, value);
    }

    /** Returns a copy of the bytes written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
