package dev.weir.endpoints.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Hands messages through as bytes: what is received is a {@link Frame}, what is sent writes itself. */
final class PayloadMarshaller implements MethodDescriptor.Marshaller<Payload> {
    @Override
    public InputStream stream(Payload payload) {
        return new PayloadStream(payload);
    }

    @Override
    public Payload parse(InputStream stream) {
        try {
            int length = stream.available();
            byte[] bytes = new byte[length + Frame.SLACK];
            if (stream.readNBytes(bytes, 0, length) != length || stream.read() != -1) {
                throw Status.INTERNAL
                        .withDescription("a message has its length")
                        .asRuntimeException();
            }
            return new Frame(bytes, length);
        } catch (IOException e) {
            throw Status.INTERNAL.withDescription("a message can be read").asRuntimeException();
        }
    }

    /** gRPC drains it into its own buffers; reading it byte by byte works and is not used. */
    private static final class PayloadStream extends InputStream implements Drainable, KnownLength {
        private final Payload payload;
        private ByteArrayInputStream copy = new ByteArrayInputStream(new byte[0]);
        private boolean drained;
        private boolean copied;

        PayloadStream(Payload payload) {
            this.payload = payload;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            if (copied) {
                return (int) copy.transferTo(target);
            }
            payload.writeTo(target);
            drained = true;
            return payload.size();
        }

        @Override
        public int available() {
            if (copied) {
                return copy.available();
            }
            return drained ? 0 : payload.size();
        }

        @Override
        public int read() {
            if (!copied) {
                ByteArrayOutputStream out = new ByteArrayOutputStream(payload.size());
                try {
                    payload.writeTo(out);
                } catch (IOException e) {
                    throw new UncheckedIOException("a byte array takes every byte", e);
                }
                copy = new ByteArrayInputStream(drained ? new byte[0] : out.toByteArray());
                copied = true;
            }
            return copy.read();
        }
    }
}
