package dev.weir.core.minimize;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A {@link Minimized} chunk as it goes to the receiver, in bytes of its own: what is sent later, when its release is
 * recorded. Only a minimized chunk makes one. Safe for any thread.
 */
public final class MinimizedFrame {
    private final int number;
    private final byte[] bytes;

    MinimizedFrame(int number, byte[] bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** Returns the number of the chunk in its file. */
    public int number() {
        return number;
    }

    /** Returns the bytes of the frame. */
    public int size() {
        return bytes.length;
    }

    /** Writes the frame. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }
}
