package dev.weir.proxy.testing;

import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.ServerLimits;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver whose every move a test decides: what it reads, what it answers, how it ends. */
public final class ScriptedReceiver implements Closeable {
    private final EventLoops loops = new EventLoops(1);
    private final Tls tls;
    private final Server server;
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private volatile Optional<GetResponse> known = Optional.empty();

    public ScriptedReceiver(TlsFiles files) throws IOException {
        tls = new Tls(files);
        server = new ServerLimits(64, 4 << 20)
                .builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls, loops)
                .addService(ServerServiceDefinition.builder(SmpMethods.DESCRIPTOR)
                        .addMethod(SmpMethods.SUBMIT, (call, headers) -> {
                            Call scripted = new Call(call, headers);
                            calls.add(scripted);
                            return scripted;
                        })
                        .addMethod(SmpMethods.GET, (call, headers) -> get(call))
                        .build())
                .build()
                .start();
    }

    /** Answers Get from now on; before, it is refused. */
    public void answerGet(GetResponse response) {
        known = Optional.of(response);
    }

    private ServerCall.Listener<Payload> get(ServerCall<Payload, GetResponse> call) {
        if (known.isEmpty()) {
            call.close(Status.UNAVAILABLE, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        GetResponse response = known.get();
        call.request(2);
        return new ServerCall.Listener<>() {
            @Override
            public void onHalfClose() {
                call.sendHeaders(new Metadata());
                call.sendMessage(response);
                call.close(Status.OK, new Metadata());
            }
        };
    }

    public int port() {
        return server.getPort();
    }

    /** Waits for the next Submit call. */
    public Call call() throws InterruptedException {
        Call call = calls.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("a call comes");
        }
        return call;
    }

    /** One Submit call. */
    public static final class Call extends ServerCall.Listener<Payload> {
        private final ServerCall<Payload, SubmitResponse> call;
        private final Metadata headers;
        private final BlockingQueue<SubmitRequest> requests = new LinkedBlockingQueue<>();
        private boolean begun;

        private Call(ServerCall<Payload, SubmitResponse> call, Metadata headers) {
            this.call = call;
            this.headers = headers;
        }

        @Override
        public void onMessage(Payload payload) {
            Frame frame = (Frame) payload;
            try {
                requests.add(SubmitRequest.parseFrom(ByteBuffer.wrap(frame.bytes(), 0, frame.length())));
            } catch (IOException e) {
                throw new IllegalStateException("a proxy sends requests that can be parsed", e);
            }
        }

        /** Returns the headers with which the call came. */
        public Metadata headers() {
            return headers;
        }

        /** Asks for one message and returns whether it comes within some time. */
        public boolean arrivesWithin(long millis) throws InterruptedException {
            call.request(1);
            SubmitRequest request = requests.poll(millis, TimeUnit.MILLISECONDS);
            if (request != null) {
                requests.add(request);
            }
            return request != null;
        }

        /** Asks for one message and returns it. */
        public SubmitRequest read() throws InterruptedException {
            call.request(1);
            return next();
        }

        /** Returns the next message that was asked for. */
        public SubmitRequest next() throws InterruptedException {
            SubmitRequest request = requests.poll(20, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("a request comes");
            }
            return request;
        }

        public void answer(SubmitResponse response) {
            if (!begun) {
                call.sendHeaders(new Metadata());
                begun = true;
            }
            call.sendMessage(response);
        }

        public void end(Status status, Metadata trailers) {
            call.close(status, trailers);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        tls.close();
        loops.close();
    }
}
