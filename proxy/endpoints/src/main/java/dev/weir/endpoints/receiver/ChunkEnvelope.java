package dev.weir.endpoints.receiver;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.wire.StrictScan;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireReader;
import dev.weir.tmsis.wire.WireRule;
import java.nio.ByteBuffer;

/**
 * A chunk as a receiver takes it: in canonical form, every row checked, its digest computed.
 *
 * @param number position in the file
 * @param rows rows of the chunk
 * @param tally what the proxy counted
 * @param bytes the array that holds the records
 * @param offset where the records begin, each with its tag and length
 * @param length bytes of the records
 * @param digest SHA-256 of the records
 */
record ChunkEnvelope(int number, int rows, Tally tally, byte[] bytes, int offset, int length, Sha256 digest) {
    private static final int NUMBER = 1;
    private static final int TALLY = 2;
    private static final int RECORDS = 3;
    private static final int MOST_ROWS = 1024;

    static ChunkEnvelope read(SubmitFrame frame, RowCheck check) throws RefusedException {
        WireReader reader = new WireReader().start(frame.bytes(), frame.offset(), frame.length());
        int number = 0;
        Tally tally = Tally.getDefaultInstance();
        int rows = 0;
        int offset = frame.offset() + frame.length();
        int last = 0;
        try {
            while (!reader.atEnd()) {
                int at = reader.position();
                int field = reader.tag();
                boolean inOrder = field > last || (field == RECORDS && last == RECORDS);
                if (!inOrder || field > RECORDS) {
                    throw new WireFaultException(WireRule.CANONICAL, at);
                }
                last = field;
                if (field == NUMBER) {
                    number = number(reader);
                    continue;
                }
                if (reader.wireType() != Varints.LENGTH) {
                    throw new WireFaultException(WireRule.WIRE_TYPE, at);
                }
                int length = reader.length();
                if (field == TALLY) {
                    tally = tally(frame.bytes(), reader.position(), length);
                } else {
                    offset = Math.min(offset, at);
                    check.row(frame.bytes(), reader.position(), length, "row " + rows);
                    rows++;
                }
                reader.skip(length);
            }
            if (rows > MOST_ROWS) {
                throw new WireFaultException(WireRule.LIMIT, frame.offset());
            }
        } catch (WireFaultException e) {
            throw SubmitFrame.wire(e.fault());
        }
        int length = frame.offset() + frame.length() - offset;
        return new ChunkEnvelope(
                number, rows, tally, frame.bytes(), offset, length, Sha256.of(frame.bytes(), offset, length));
    }

    private static int number(WireReader reader) throws WireFaultException {
        int at = reader.position();
        if (reader.wireType() != Varints.VARINT) {
            throw new WireFaultException(WireRule.WIRE_TYPE, at);
        }
        long number = reader.varint();
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new WireFaultException(WireRule.RANGE, at);
        }
        return (int) number;
    }

    private static Tally tally(byte[] bytes, int offset, int length) throws RefusedException, WireFaultException {
        StrictScan.check(Tally.getDescriptor(), bytes, offset, length);
        try {
            return Tally.parseFrom(ByteBuffer.wrap(bytes, offset, length));
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_WIRE, "tally", "can be parsed");
        }
    }
}
