package dev.weir.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The parsers disagree about hostile bytes, so that they agree about a proxy's output means something. */
class JudgesTest {
    private final Judges judges = Judges.builtIn();

    private static byte[] body(byte[] more) {
        return new WireBytes()
                .text(1, "ELG00003")
                .text(2, "06")
                .text(7, "912345678")
                .raw(more)
                .toByteArray();
    }

    private static byte[] record(byte[] more) {
        return new WireBytes().bytes(3, body(more)).toByteArray();
    }

    @Test
    void goodRecords_areReadAlike() {
        assertEquals(Optional.empty(), judges.disagreement(record(new byte[0])));
    }

    @Test
    void hostileRecords_areNot() {
        List<byte[]> hostile = List.of(
                record(new WireBytes().text(7, "900000000").toByteArray()),
                record(new WireBytes().text(100, "unknown").toByteArray()),
                record(new WireBytes().tag(7, 0).varint(5).toByteArray()),
                record(new WireBytes().tag(100, 3).tag(100, 4).toByteArray()),
                record(new WireBytes()
                        .varint(7L << 3 | 2 | 1L << 32)
                        .varint(1)
                        .raw(new byte[] {'x'})
                        .toByteArray()),
                record(new WireBytes()
                        .bytes(8, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})
                        .toByteArray()),
                new WireBytes()
                        .raw(record(new byte[0]))
                        .bytes(3, new WireBytes().text(6, "half").toByteArray())
                        .toByteArray(),
                new WireBytes()
                        .raw(record(new byte[0]))
                        .bytes(2, new WireBytes().text(5, "other").toByteArray())
                        .toByteArray());
        for (int i = 0; i < hostile.size(); i++) {
            assertTrue(judges.disagreement(hostile.get(i)).isPresent(), "hostile record " + i);
        }
    }
}
