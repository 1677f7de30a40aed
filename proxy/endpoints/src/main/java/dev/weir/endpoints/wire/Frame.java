package dev.weir.endpoints.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A received message as bytes, not parsed. The array has {@link #SLACK} bytes more than the message, so that readers may
 * look at eight bytes at a time.
 *
 * @param bytes the message and the slack behind it
 * @param length bytes of the message
 */
public record Frame(byte[] bytes, int length) implements Payload {
    /** Bytes behind every message. */
    public static final int SLACK = 8;

    @Override
    public int size() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    @Override
    public String toString() {
        return "frame of " + length + " bytes";
    }
}
