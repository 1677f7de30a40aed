package dev.weir.core.minimize;

import dev.weir.tmsis.wire.Utf8;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireReader;
import dev.weir.tmsis.wire.WireRule;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Holds the bytes of one record against the wire rule and notes where its values lie. The array must have
 * {@link #SLACK} bytes behind the record, so that values can be looked at eight bytes at a time. Confined to one thread.
 */
final class RowScanner {
    /** Bytes that may be read, and are not judged, behind a record. */
    static final int SLACK = 8;

    /** Every byte of the value is below 0x80. */
    private static final int ASCII = 0;
    /** The value has bytes from 0x80 on. */
    static final int WIDE = 1;
    /** The value has a control character or a pipe. */
    static final int UNPRINTABLE = 2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long SPACES = 0x2020202020202020L;
    private static final long PIPES = 0x7C7C7C7C7C7C7C7CL;
    private static final long DELETES = 0x7F7F7F7F7F7F7F7FL;
    private static final int MOST_FIELDS = 256;

    private final WireReader reader = new WireReader();
    private final int[] seenIn = new int[MOST_FIELDS];
    private final int[] indexOf = new int[MOST_FIELDS];
    private final int[] order = new int[MOST_FIELDS];
    private final int[] held = new int[MOST_FIELDS];
    private int generation;

    /** Values of the record in ascending order of field: field, where its tag and its value begin, length, kind. */
    final int[] field = new int[MOST_FIELDS];

    final int[] start = new int[MOST_FIELDS];
    final int[] value = new int[MOST_FIELDS];
    final int[] length = new int[MOST_FIELDS];
    final int[] kind = new int[MOST_FIELDS];
    int count;

    /** Unknown fields passed over since the scanner was made. */
    long unknownFields;

    /** Tables by field number in the record. */
    private final SegmentTable[] tables;

    RowScanner(SegmentTable[] tables) {
        this.tables = tables;
    }

    /** Scans a record and returns the field number of its segment, 0 where it has none. */
    int scan(byte[] bytes, int offset, int end) throws WireFaultException {
        count = 0;
        int at = offset;
        int found = 0;
        while (at < end) {
            reader.start(bytes, at, end - at);
            int segment = reader.tag();
            SegmentTable table = segment < tables.length ? tables[segment] : null;
            if (table == null) {
                unknownFields++;
                reader.skipValue();
                at = reader.position();
                continue;
            }
            if (found != 0) {
                throw new WireFaultException(WireRule.DUPLICATE, at);
            }
            if (reader.wireType() != Varints.LENGTH) {
                throw new WireFaultException(WireRule.WIRE_TYPE, at);
            }
            int size = reader.length();
            at = reader.position();
            body(bytes, at, at + size, table.columns);
            at += size;
            found = segment;
        }
        return found;
    }

    /** Returns the index of a field's value, -1 where the record has none. */
    int indexOf(int fieldNumber) {
        return seenIn[fieldNumber] == generation ? indexOf[fieldNumber] : -1;
    }

    private void body(byte[] bytes, int offset, int end, int columns) throws WireFaultException {
        generation++;
        int at = offset;
        int last = 0;
        boolean ascending = true;
        while (at < end) {
            int tagAt = at;
            int tag = bytes[at++];
            // One and two byte tags, the usual ones, are read here; everything else, right or wrong, the slow way.
            if (tag < 0) {
                if (at < end && bytes[at] > 0) {
                    tag = tag & 0x7F | bytes[at++] << 7;
                } else {
                    at = unknown(bytes, tagAt, end);
                    continue;
                }
            }
            int number = tag >>> 3;
            if (number > columns || number == 0) {
                at = unknown(bytes, tagAt, end);
                continue;
            }
            if ((tag & 7) != Varints.LENGTH) {
                throw new WireFaultException(wireTypeRule(tag & 7), tagAt);
            }
            if (seenIn[number] == generation) {
                throw new WireFaultException(WireRule.DUPLICATE, tagAt);
            }
            int size = at < end ? bytes[at] : -1;
            if (size >= 0) {
                at++;
            } else {
                reader.start(bytes, at, end - at);
                size = reader.length();
                at = reader.position();
            }
            if (size > end - at) {
                throw new WireFaultException(WireRule.LENGTH, tagAt);
            }
            seenIn[number] = generation;
            indexOf[number] = count;
            field[count] = number;
            start[count] = tagAt;
            value[count] = at;
            length[count] = size;
            kind[count] = kind(bytes, at, size, tagAt);
            count++;
            ascending &= number > last;
            last = number;
            at += size;
        }
        if (!ascending) {
            sort(columns);
        }
    }

    private static WireRule wireTypeRule(int wireType) {
        return wireType == Varints.GROUP_START || wireType == Varints.GROUP_END ? WireRule.GROUP : WireRule.WIRE_TYPE;
    }

    /** Passes over a field that the segment does not have; a tag that is against the rule ends the scan here. */
    private int unknown(byte[] bytes, int tagAt, int end) throws WireFaultException {
        reader.start(bytes, tagAt, end - tagAt);
        reader.tag();
        reader.skipValue();
        unknownFields++;
        return reader.position();
    }

    /** Looks at a value eight bytes at a time: bytes from 0x80 on, control characters, pipes. */
    private static int kind(byte[] bytes, int at, int size, int tagAt) throws WireFaultException {
        long high = 0;
        long bad = 0;
        int rest = size;
        int from = at;
        for (; rest >= 8; rest -= 8, from += 8) {
            long word = (long) LONGS.get(bytes, from);
            high |= word;
            bad |= unprintable(word);
        }
        if (rest > 0) {
            long mask = -1L >>> 64 - 8 * rest;
            long word = (long) LONGS.get(bytes, from) & mask | SPACES & ~mask;
            high |= word;
            bad |= unprintable(word);
        }
        int result = (bad & HIGH) == 0 ? ASCII : UNPRINTABLE;
        if ((high & HIGH) != 0) {
            if (!Utf8.isValid(bytes, at, size)) {
                throw new WireFaultException(WireRule.UTF8, tagAt);
            }
            result |= WIDE;
        }
        return result;
    }

    /** Sets the high bit of some byte where a byte is below 0x20, 0x7F or a pipe; bytes from 0x80 on never count. */
    private static long unprintable(long word) {
        long pipe = word ^ PIPES;
        long delete = word ^ DELETES;
        return (word - SPACES & ~word) | (pipe - ONES & ~pipe) | (delete - ONES & ~delete);
    }

    /** Brings the values into ascending order of field, in one pass over the columns; only hand-made records need it. */
    private void sort(int columns) {
        int next = 0;
        for (int number = 1; number <= columns; number++) {
            if (seenIn[number] == generation) {
                order[next++] = indexOf[number];
            }
        }
        arrange(field);
        arrange(start);
        arrange(value);
        arrange(length);
        arrange(kind);
        for (int i = 0; i < count; i++) {
            indexOf[field[i]] = i;
        }
    }

    private void arrange(int[] values) {
        System.arraycopy(values, 0, held, 0, count);
        for (int i = 0; i < count; i++) {
            values[i] = held[order[i]];
        }
    }
}
