package dev.weir.core.testing;

import dev.weir.tmsis.wire.WireBuffer;
import java.util.List;

/** Chunks for tests, as bytes. */
public final class Chunks {
    private Chunks() {}

    /** Returns a chunk of records. */
    public static byte[] of(int number, List<byte[]> records) {
        WireBuffer chunk = new WireBuffer(4096);
        if (number != 0) {
            chunk.put(0x08);
            chunk.putVarint(number);
        }
        for (byte[] record : records) {
            chunk.put(0x1A);
            chunk.putVarint(record.length);
            chunk.put(record, 0, record.length);
        }
        return chunk.toByteArray();
    }
}
