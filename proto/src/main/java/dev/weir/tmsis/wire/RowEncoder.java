package dev.weir.tmsis.wire;

import dev.weir.tmsis.Segment;

/**
 * Encodes rows as records in canonical form. Values are given as byte ranges of one array, in ascending order of field;
 * they are written together when the row ends, because lengths come first on the wire. Confined to one thread.
 */
public final class RowEncoder {
    private final int[] fields = new int[512];
    private final int[] offsets = new int[512];
    private final int[] lengths = new int[512];
    private byte[] source = new byte[0];
    private int count;
    private int bodySize;

    /** Begins a row whose values lie in an array. */
    public void start(byte[] values) {
        source = values;
        count = 0;
        bodySize = 0;
    }

    /** Adds a value; a blank one is left out. */
    public void value(int field, int offset, int length) {
        if (length == 0) {
            return;
        }
        fields[count] = field;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
        bodySize += Varints.size(Varints.lengthTag(field)) + Varints.size(length) + length;
    }

    /** Returns whether the value of a field is some ASCII text. */
    public boolean valueIs(int field, String ascii) {
        for (int i = 0; i < count && fields[i] <= field; i++) {
            if (fields[i] == field) {
                return lengths[i] == ascii.length() && startsWith(offsets[i], ascii);
            }
        }
        return ascii.isEmpty();
    }

    private boolean startsWith(int offset, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (source[offset + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the bytes of the record message that {@link #record} would write. */
    public int recordSize(Segment segment) {
        return Varints.size(Varints.lengthTag(segment.recordField())) + Varints.size(bodySize) + bodySize;
    }

    /** Appends the record message. */
    public void record(Segment segment, WireBuffer out) {
        byte[] bytes = out.reserve(recordSize(segment));
        int start = out.size();
        int at = Varints.put(bytes, start, Varints.lengthTag(segment.recordField()));
        at = Varints.put(bytes, at, bodySize);
        for (int i = 0; i < count; i++) {
            at = Varints.put(bytes, at, Varints.lengthTag(fields[i]));
            at = Varints.put(bytes, at, lengths[i]);
            System.arraycopy(source, offsets[i], bytes, at, lengths[i]);
            at += lengths[i];
        }
        out.advance(at - start);
    }
}
