package dev.weir.loadtest.check;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes chunks and records apart, for those that are not what they must be. */
final class Records {
    /** Shorter values are found in records by chance. */
    private static final int TELLING_LENGTH = 8;

    private static final byte[] NOTHING = new byte[0];

    private Records() {}

    /** Returns the records of a chunk; what cannot be read is one record. */
    static List<byte[]> split(byte[] bytes, int offset, int length) {
        List<byte[]> records = new ArrayList<>();
        WireReader reader = new WireReader().start(bytes, offset, length);
        try {
            while (!reader.atEnd()) {
                reader.tag();
                int size = reader.length();
                records.add(Arrays.copyOfRange(bytes, reader.position(), reader.position() + size));
                reader.skip(size);
            }
        } catch (WireFaultException e) {
            records.add(Arrays.copyOfRange(bytes, reader.position(), offset + length));
        }
        return records;
    }

    /** Returns whether a record holds, in its own field, a value of the row it stands for that was to be changed. */
    static boolean leaksOwn(byte[] arrived, byte[] sent, byte[] expected) {
        Map<Integer, byte[]> allowed = values(expected);
        Map<Integer, byte[]> there = values(arrived);
        for (Map.Entry<Integer, byte[]> value : values(sent).entrySet()) {
            byte[] may = allowed.getOrDefault(value.getKey(), NOTHING);
            if (!Arrays.equals(may, value.getValue())
                    && Arrays.equals(there.getOrDefault(value.getKey(), NOTHING), value.getValue())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a record holds, anywhere, a telling value of some row that was to be changed, and that the row it
     * stands for may not hold.
     */
    static boolean leaksTelling(byte[] arrived, byte[] sent, byte[] expectedOfSent, byte[] expected) {
        Map<Integer, byte[]> allowed = values(expectedOfSent);
        for (Map.Entry<Integer, byte[]> value : values(sent).entrySet()) {
            boolean mustChange = !Arrays.equals(allowed.getOrDefault(value.getKey(), NOTHING), value.getValue());
            if (mustChange
                    && value.getValue().length >= TELLING_LENGTH
                    && contains(arrived, value.getValue())
                    && !contains(expected, value.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the values of a record by field but its row number; none where it cannot be read. */
    private static Map<Integer, byte[]> values(byte[] record) {
        Map<Integer, byte[]> values = new TreeMap<>();
        RowCursor cursor = new RowCursor(Catalogue.v4());
        try {
            cursor.start(record, 0, record.length);
            while (cursor.next()) {
                if (cursor.field() != Segment.RECORD_NUMBER_FIELD) {
                    values.put(
                            cursor.field(),
                            Arrays.copyOfRange(
                                    record, cursor.valueOffset(), cursor.valueOffset() + cursor.valueLength()));
                }
            }
        } catch (WireFaultException e) {
            return values;
        }
        return values;
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
