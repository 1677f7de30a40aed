package dev.weir.conformance.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Protocol Buffers bytes, written one by one and also wrongly. Confined to one thread. */
public final class WireBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Appends bytes. */
    public WireBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Appends a varint in the bytes that it needs. */
    public WireBytes varint(long value) {
        return varint(value, 0);
    }

    /** Appends a varint in at least some bytes, more than it needs where they are more. */
    public WireBytes varint(long value, int atLeast) {
        long rest = value;
        int written = 0;
        while ((rest & ~0x7FL) != 0 || written + 1 < atLeast) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
            written++;
        }
        out.write((int) rest);
        return this;
    }

    /** Appends a tag; the number may be one that no field can have. */
    public WireBytes tag(long field, int wireType) {
        return varint(field << 3 | wireType);
    }

    /** Appends a length-delimited field. */
    public WireBytes bytes(long field, byte[] value) {
        return tag(field, 2).varint(value.length).raw(value);
    }

    /** Appends a string field. */
    public WireBytes text(long field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the bytes written. */
    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
