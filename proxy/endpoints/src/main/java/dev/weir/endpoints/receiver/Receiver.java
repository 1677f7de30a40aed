package dev.weir.endpoints.receiver;

import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Opened;
import dev.weir.endpoints.net.ServerLimits;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.wire.SmpMethods;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;

/**
 * The reference receiver. Starts listening when it is made and stops when it is closed; what it has acknowledged
 * survives a kill at any moment.
 */
public final class Receiver implements Closeable {
    /** A chunk of the second hop with its frame. */
    private static final ServerLimits LIMITS = new ServerLimits(64, 4 << 20);

    /** How long a stream is kept at least, and twice that at most, when the peer says nothing. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final Opened opened;
    private final StoreThread store;
    private final Server server;

    private Receiver(Opened opened, StoreThread store, Server server) {
        this.opened = opened;
        this.store = store;
        this.server = server;
    }

    /** Starts a receiver. */
    public static Receiver start(ReceiverConfig config, ReceiverEvents events) throws IOException {
        Opened opened = new Opened();
        try {
            return start(config, events, opened);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Receiver start(ReceiverConfig config, ReceiverEvents events, Opened opened) throws IOException {
        StatementKeys keys = Files.isDirectory(config.statementKeys())
                ? StatementKeys.read(config.statementKeys())
                : StatementKeys.none();
        EventLoops loops =
                opened.add(new EventLoops(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
        Tls tls = opened.add(new Tls(config.tls()));
        StreamOwners owners = new StreamOwners();
        StoreThread store =
                opened.add(new StoreThread(new FeedStore(config.store(), owners::files), e -> events.storeFailed()));
        ReceiverContext context = new ReceiverContext(
                new OpenCheck(keys, config.minimizedOnly()),
                keys,
                store,
                owners,
                new OpenStreams(),
                config.acks(),
                events);
        loops.every(SILENCE, context.streams()::endSilent);
        Server server = opened.add(ServerLimits.start(
                LIMITS.builder(config.address(), tls, loops).addService(service(context)), config.address()));
        return new Receiver(opened, store, server);
    }

    private static ServerServiceDefinition service(ReceiverContext context) {
        return ServerServiceDefinition.builder(SmpMethods.RECEIVER)
                .addMethod(
                        SmpMethods.SUBMIT, (call, headers) -> context.streams().add(new ReceiverCall(call, context)))
                .addMethod(SmpMethods.GET, (call, headers) -> new GetCall(call, context))
                .addMethod(SmpMethods.DELIVER, (call, headers) -> new DeliverCall(call, context))
                .build();
    }

    /** Returns the address at which the receiver listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    /** Returns whether the receiver can take feeds. */
    public boolean ready() {
        return !server.isShutdown() && store.running();
    }

    /** Waits until the receiver has been closed. */
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    /** Stops the receiver. On SIGTERM two threads do; the second finds nothing left to do. */
    @Override
    public void close() throws IOException {
        opened.close();
    }
}
