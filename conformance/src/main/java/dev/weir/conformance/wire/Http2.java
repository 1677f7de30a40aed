package dev.weir.conformance.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of an HTTP/2 connection whose every frame is written by hand. Writes from one thread; frames come in on another. */
public final class Http2 implements Closeable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;

    /** First bytes of a client. */
    public static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A frame that came in, its headers decoded where it has some. */
    public record Frame(int type, int flags, int stream, byte[] payload, Map<String, String> headers) {
        /** The connection has ended. */
        static final Frame END = new Frame(-1, 0, 0, new byte[0], Map.of());

        /** Returns whether it ends its stream. */
        public boolean last() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    private final Socket socket;
    private final OutputStream out;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private volatile boolean open = true;
    private volatile boolean answering = true;
    /** Answers to what the other side said before our first bytes went out; null once they did. Guarded by out. */
    private @Nullable ByteArrayOutputStream early = new ByteArrayOutputStream();

    /** Takes a connection over; reading begins at once. */
    public Http2(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        Thread reader = new Thread(this::readAll, "conform-http2");
        reader.setDaemon(true);
        reader.start();
    }

    /** Sends preface and empty settings, as a client begins. */
    public Http2 begin() throws IOException {
        byte[] settings = bytes(SETTINGS, 0, 0, new byte[0]);
        return raw(ByteBuffer.allocate(PREFACE.length + settings.length)
                .put(PREFACE)
                .put(settings)
                .array());
    }

    /** No longer answers pings and settings of the other side. */
    public Http2 silent() {
        answering = false;
        return this;
    }

    /**
     * Sends bytes as they are. Answers wait for the first of them: a server may send its settings as soon as the line
     * is there, and what it reads first has to be the preface.
     */
    public Http2 raw(byte[] bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
            if (early != null) {
                early.writeTo(out);
                early = null;
            }
            out.flush();
        }
        return this;
    }

    /** Sends a frame. */
    public Http2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
        return raw(bytes(type, flags, stream, payload));
    }

    /** Returns the bytes of a frame. */
    public static byte[] bytes(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >>> 16))
                .put((byte) (payload.length >>> 8))
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Returns a header block of literals, neither indexed nor compressed. */
    public static byte[] headerBlock(Map<String, String> headers) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            block.write(0);
            string(block, name);
            string(block, value);
        });
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>>= 7) {
                block.write(rest & 0x7F | 0x80);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /** Returns the headers of a gRPC call. */
    public static Map<String, String> call(String path) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":method", "POST");
        headers.put(":scheme", "https");
        headers.put(":path", path);
        headers.put(":authority", "localhost");
        headers.put("content-type", "application/grpc");
        headers.put("te", "trailers");
        return headers;
    }

    /** Sends headers in one frame. */
    public Http2 headers(int stream, Map<String, String> headers, boolean last) throws IOException {
        return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, headerBlock(headers));
    }

    /** Sends a gRPC message: flag, length, bytes, in frames of at most 16 KiB. */
    public Http2 message(int stream, int flag, byte[] message, boolean last) throws IOException {
        byte[] framed = ByteBuffer.allocate(5 + message.length)
                .put((byte) flag)
                .putInt(message.length)
                .put(message)
                .array();
        for (int at = 0; at < framed.length; at += 16384) {
            int to = Math.min(framed.length, at + 16384);
            boolean end = last && to == framed.length;
            frame(DATA, end ? END_STREAM : 0, stream, java.util.Arrays.copyOfRange(framed, at, to));
        }
        return this;
    }

    /** Returns the next frame; empty where none comes in time. A frame of type -1 says that the connection has ended. */
    public Optional<Frame> next(long millis) throws InterruptedException {
        return Optional.ofNullable(frames.poll(millis, TimeUnit.MILLISECONDS));
    }

    private void readAll() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (open) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt() & Integer.MAX_VALUE;
                byte[] payload = new byte[length];
                in.readFully(payload);
                answer(type, flags, payload);
                frames.add(new Frame(type, flags, stream, payload, headers(type, flags, payload)));
            }
        } catch (IOException e) {
            // The other side has closed, cleanly or not; whoever waits is told so.
            open = false;
        }
        frames.add(Frame.END);
    }

    private void answer(int type, int flags, byte[] payload) throws IOException {
        if (answering && type == SETTINGS && (flags & ACK) == 0) {
            answer(bytes(SETTINGS, ACK, 0, new byte[0]));
        } else if (answering && type == PING && (flags & ACK) == 0) {
            answer(bytes(PING, ACK, 0, payload));
        } else if (answering && type == DATA && payload.length > 0) {
            byte[] window = ByteBuffer.allocate(4).putInt(payload.length).array();
            answer(bytes(WINDOW_UPDATE, 0, 0, window));
        }
    }

    private void answer(byte[] frame) throws IOException {
        synchronized (out) {
            if (early != null) {
                early.writeBytes(frame);
            } else {
                raw(frame);
            }
        }
    }

    private Map<String, String> headers(int type, int flags, byte[] payload) {
        if (type != HEADERS && type != CONTINUATION) {
            return Map.of();
        }
        block.writeBytes(payload);
        if ((flags & END_HEADERS) == 0) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        ByteBuf bytes = Unpooled.wrappedBuffer(block.toByteArray());
        block.reset();
        try {
            decoder.decodeHeaders(1, bytes)
                    .forEach(
                            e -> headers.put(e.getKey().toString(), e.getValue().toString()));
        } catch (Http2Exception e) {
            headers.put(":undecodable", "true");
        }
        return headers;
    }

    @Override
    public void close() throws IOException {
        open = false;
        socket.close();
    }
}
