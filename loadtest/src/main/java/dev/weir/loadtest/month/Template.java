package dev.weir.loadtest.month;

import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.WireBuffer;

/**
 * A row of the sample as a record in wire form, and the places in it that differ from one copy to the next. Immutable.
 *
 * @param segment segment of the row
 * @param bytes the record
 * @param numberAt where the eleven digits of RECORD-NUMBER begin
 * @param identifiers identifiers in it
 */
record Template(Segment segment, byte[] bytes, int numberAt, Identifier[] identifiers) {
    private static final int NUMBER_DIGITS = 11;

    /** Appends the record of a copy of the sample: of the file's own copy, and of the copy whose people it tells of. */
    void write(long rowNumber, long copy, long peopleCopy, WireBuffer out) {
        byte[] target = out.reserve(bytes.length);
        int at = out.size();
        System.arraycopy(bytes, 0, target, at, bytes.length);
        long rest = rowNumber;
        for (int i = NUMBER_DIGITS - 1; i >= 0; i--) {
            target[at + numberAt + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        for (Identifier identifier : identifiers) {
            identifier.write(target, at, identifier.personal() ? peopleCopy : copy);
        }
        out.advance(bytes.length);
    }
}
