package dev.weir.endpoints.net;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What was opened for something that runs, closed together, the latest first: at its end, and when its start fails half
 * way. Can be closed twice. Safe for any thread.
 */
public final class Opened implements Closeable {
    private static final int FINISH_SECONDS = 2;
    private static final int END_SECONDS = 5;

    private final Deque<Closeable> all = new ArrayDeque<>();

    /** Takes charge of something. */
    public synchronized <T extends Closeable> T add(T opened) {
        all.push(opened);
        return opened;
    }

    /** Takes charge of a server; it gets two seconds to finish its calls. */
    public Server add(Server server) {
        add(() -> {
            server.shutdown();
            try {
                if (!server.awaitTermination(FINISH_SECONDS, TimeUnit.SECONDS)) {
                    server.shutdownNow();
                    server.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                server.shutdownNow();
                Thread.currentThread().interrupt();
            }
        });
        return server;
    }

    /** Takes charge of a channel; its calls are cancelled. */
    public ManagedChannel add(ManagedChannel channel) {
        add(() -> {
            channel.shutdownNow();
            try {
                channel.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return channel;
    }

    /** Closes everything, also when closing one of it fails. */
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        while (!all.isEmpty()) {
            try {
                all.pop().close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
