package dev.weir.tmsis.wire;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;

/**
 * Walks over one record in canonical form, as a proxy writes it: one segment, known fields in ascending order, none
 * empty. Anything else is a fault. Allocates nothing; confined to one thread.
 */
public final class RowCursor {
    private final Catalogue catalogue;
    private final WireReader reader = new WireReader();
    private byte[] bytes = new byte[0];
    private Segment segment;
    private int field;
    private int valueOffset;
    private int valueLength;

    /** Creates a cursor over records of a catalogue. */
    public RowCursor(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.segment = catalogue.segments().get(0);
    }

    /** Begins a record and returns its segment. */
    public Segment start(byte[] source, int offset, int length) throws WireFaultException {
        bytes = source;
        reader.start(source, offset, length);
        int recordField = reader.tag();
        segment = catalogue.segment(recordField).orElseThrow(() -> new WireFaultException(WireRule.CANONICAL, offset));
        if (reader.wireType() != Varints.LENGTH) {
            throw new WireFaultException(WireRule.WIRE_TYPE, offset);
        }
        int body = reader.length();
        if (body != reader.end() - reader.position()) {
            throw new WireFaultException(WireRule.CANONICAL, offset);
        }
        field = 0;
        return segment;
    }

    /** Moves to the next field that has a value; returns false behind the last. */
    public boolean next() throws WireFaultException {
        if (reader.atEnd()) {
            return false;
        }
        int start = reader.position();
        int number = reader.tag();
        if (reader.wireType() != Varints.LENGTH) {
            throw new WireFaultException(WireRule.WIRE_TYPE, start);
        }
        int length = reader.length();
        if (number <= field || number > segment.elements().size() || length == 0) {
            throw new WireFaultException(WireRule.CANONICAL, start);
        }
        field = number;
        valueOffset = reader.position();
        valueLength = length;
        reader.skip(length);
        return true;
    }

    /** Returns the segment of the record. */
    public Segment segment() {
        return segment;
    }

    /** Returns the field number of the current value. */
    public int field() {
        return field;
    }

    /** Returns where the current value begins in the bytes given to {@link #start}. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Returns the bytes of the current value. */
    public int valueLength() {
        return valueLength;
    }

    /** Returns whether the current value is one of some ASCII characters and nothing else. */
    public boolean valueIs(String ascii) {
        if (valueLength != ascii.length()) {
            return false;
        }
        for (int i = 0; i < valueLength; i++) {
            if (bytes[valueOffset + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
