package dev.weir.endpoints.wire;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.OutputStream;

/** A message that is written without being copied first. */
public interface Payload {
    /** Returns the bytes that {@link #writeTo} writes. */
    int size();

    /** Writes the message. */
    void writeTo(OutputStream out) throws IOException;

    /** Returns the payload of a message. */
    static Payload of(MessageLite message) {
        return new Payload() {
            @Override
            public int size() {
                return message.getSerializedSize();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                message.writeTo(out);
            }
        };
    }
}
