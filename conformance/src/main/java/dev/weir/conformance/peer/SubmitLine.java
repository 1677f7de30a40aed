package dev.weir.conformance.peer;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.SubmitResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection of a submitter, on which a case sends what it wants, message by message, also bytes that no parser made. */
public final class SubmitLine implements Closeable {
    private final EventLoops loops = new EventLoops(1);
    private final Tls tls;
    private final ManagedChannel channel;

    /** Prepares a connection; it connects when it is used. */
    public SubmitLine(TlsFiles certificate, InetSocketAddress address) throws IOException {
        tls = new Tls(certificate);
        channel = new Endpoint("127.0.0.1", address.getPort(), "localhost").channel(tls, loops);
    }

    /** How a call ended. */
    public record End(String status, String reason, String text, String trailers) {
        /** Stands for a status where none came in time. */
        public static final String TIMEOUT = "TIMEOUT";
    }

    /** Begins a stream, with headers of its own. */
    public Stream stream(Map<String, String> headers, long deadlineMillis) {
        return new Stream(headers, deadlineMillis);
    }

    /** Asks how far a submission is; the answer, or how the call ended. */
    public Object get(byte[] request) {
        try {
            GetResponse response = ClientCalls.blockingUnaryCall(
                    channel,
                    SmpMethods.GET,
                    CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
                    frame(request));
            return response;
        } catch (StatusRuntimeException e) {
            Metadata trailers = e.getTrailers();
            return end(e.getStatus(), trailers == null ? new Metadata() : trailers);
        }
    }

    private static Frame frame(byte[] bytes) {
        return new Frame(Arrays.copyOf(bytes, bytes.length + Frame.SLACK), bytes.length);
    }

    private static End end(Status status, Metadata trailers) {
        String reason = trailers.get(dev.weir.endpoints.wire.SmpStatus.REASON);
        String text = status.getDescription();
        return new End(
                status.getCode().name(), reason == null ? "" : reason, text == null ? "" : text, trailers.toString());
    }

    /** One Submit stream. Used by one thread. */
    public final class Stream {
        private final ClientCall<Payload, SubmitResponse> call;
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        private Stream(Map<String, String> headers, long deadlineMillis) {
            CallOptions options = deadlineMillis > 0
                    ? CallOptions.DEFAULT.withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS)
                    : CallOptions.DEFAULT;
            Metadata metadata = new Metadata();
            headers.forEach((name, value) -> put(metadata, name, value));
            call = io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata))
                    .newCall(SmpMethods.SUBMIT, options);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(SubmitResponse message) {
                            events.add(message);
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            events.add(end(status, trailers));
                        }
                    },
                    new Metadata());
            call.request(1_000_000);
        }

        private void put(Metadata metadata, String name, String value) {
            if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                metadata.put(
                        Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
                        value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else {
                metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
            }
        }

        /** Sends any bytes as a request. */
        public void send(byte[] request) {
            call.sendMessage(frame(request));
        }

        /** Returns whether a message would be sent at once. */
        public boolean ready() {
            return call.isReady();
        }

        /** Says that nothing more comes. */
        public void halfClose() {
            call.halfClose();
        }

        /** Gives the call up. */
        public void cancel() {
            call.cancel("the case gives it up", null);
        }

        /** Returns the next answer, or the {@link End}. */
        public Object next(long millis) throws InterruptedException {
            Object event = events.poll(millis, TimeUnit.MILLISECONDS);
            return event == null ? new End(End.TIMEOUT, "", "nothing came in " + millis + " ms", "") : event;
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        tls.close();
        loops.close();
    }
}
