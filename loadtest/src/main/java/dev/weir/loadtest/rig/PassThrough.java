package dev.weir.loadtest.rig;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.ServerLimits;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.net.TlsFiles;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A baseline: a gRPC proxy in a process of its own that passes messages through as bytes, with flow control and TLS on
 * both sides, and does nothing else. What the real one costs more than this is the price of minimization.
 */
public final class PassThrough implements Relay {
    private static final long START_MILLIS = 30_000;
    private static final ServerLimits LIMITS = new ServerLimits(64, 4 << 20);

    private final Child child;
    private final int port;

    private PassThrough(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Starts the proxy as a process; it connects with the certificate of the state's submitter. */
    public static PassThrough start(Workspace workspace, int receiverPort) throws IOException, InterruptedException {
        Path portFile = Files.createTempFile(workspace.dir(), "pass-through", ".port");
        TlsFiles server = workspace.tls(Role.PROXY);
        TlsFiles client = workspace.tls(Role.SUBMITTER);
        Child child = new Child(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PassThrough.class.getName(),
                        Integer.toString(receiverPort),
                        server.certificates().toString(),
                        server.key().toString(),
                        client.certificates().toString(),
                        client.key().toString(),
                        server.trust().toString(),
                        portFile.toString()),
                workspace.dir().resolve("pass-through.log"));
        try {
            long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
            while (Files.size(portFile) == 0 && child.alive() && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            if (Files.size(portFile) == 0) {
                throw new IOException("pass-through: starts in time");
            }
            return new PassThrough(
                    child, Integer.parseInt(Files.readString(portFile).strip()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "plain grpc-java pass-through";
    }

    @Override
    public String settings() {
        return "one event loop, heap of 128 MiB, TLS 1.2 and 1.3 with certificates on both sides";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public void close() {
        child.close();
    }

    /** Runs the proxy in this process: receiver port, four certificate files, authorities, file for the own port. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path trust = Path.of(arguments[5]);
        EventLoops loops = new EventLoops(1);
        Tls serverTls = new Tls(new TlsFiles(Path.of(arguments[1]), Path.of(arguments[2]), trust));
        Tls clientTls = new Tls(new TlsFiles(Path.of(arguments[3]), Path.of(arguments[4]), trust));
        ManagedChannel upstream =
                new Endpoint("127.0.0.1", Integer.parseInt(arguments[0]), "localhost").channel(clientTls, loops);
        Server server = LIMITS.builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), serverTls, loops)
                .fallbackHandlerRegistry(new Everything(upstream))
                .build()
                .start();
        Path partial = Path.of(arguments[6] + ".partial");
        Files.writeString(partial, Integer.toString(server.getPort()));
        Files.move(
                partial,
                Path.of(arguments[6]),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        server.awaitTermination();
    }

    /** Bytes as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Every method there is. */
    private static final class Everything extends HandlerRegistry {
        private final ManagedChannel upstream;

        Everything(ManagedChannel upstream) {
            this.upstream = upstream;
        }

        @Override
        public ServerMethodDefinition<byte[], byte[]> lookupMethod(String name, @Nullable String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName(name)
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();
            ServerCallHandler<byte[], byte[]> handler = (call, headers) -> {
                Down down = new Down(call, upstream.newCall(method, CallOptions.DEFAULT));
                down.start();
                return down;
            };
            return ServerMethodDefinition.create(method, handler);
        }
    }

    /** One call: what comes from the submitter goes up, what comes from the receiver goes down. */
    private static final class Down extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;
        private final ClientCall<byte[], byte[]> up;

        Down(ServerCall<byte[], byte[]> call, ClientCall<byte[], byte[]> up) {
            this.call = call;
            this.up = up;
        }

        void start() {
            up.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onHeaders(Metadata headers) {
                            call.sendHeaders(new Metadata());
                        }

                        @Override
                        public void onMessage(byte[] message) {
                            call.sendMessage(message);
                            up.request(1);
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            call.close(status, trailers);
                        }

                        @Override
                        public void onReady() {
                            call.request(1);
                        }
                    },
                    new Metadata());
            up.request(8);
            call.request(1);
        }

        @Override
        public void onMessage(byte[] message) {
            up.sendMessage(message);
            if (up.isReady()) {
                call.request(1);
            }
        }

        @Override
        public void onHalfClose() {
            up.halfClose();
        }

        @Override
        public void onCancel() {
            up.cancel("the submitter is gone", null);
        }
    }
}
