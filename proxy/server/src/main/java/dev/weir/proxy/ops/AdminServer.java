package dev.weir.proxy.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.endpoints.net.UnusableException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Metrics and health over plain HTTP, on the loopback address unless the operator says otherwise: {@code /metrics},
 * {@code /health/live}, {@code /health/ready}. Answers GET and changes nothing.
 */
public final class AdminServer implements Closeable {
    private final HttpServer server;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "weir-admin");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts to serve.
     *
     * @param ready whether the process can do its work now
     */
    public AdminServer(InetSocketAddress address, Supplier<String> metrics, BooleanSupplier ready) throws IOException {
        try {
            server = HttpServer.create(address, 16);
        } catch (IOException e) {
            throw UnusableException.address(address, e);
        }
        server.setExecutor(executor);
        server.createContext("/metrics", e -> answer(e, "/metrics", 200, metrics.get()));
        server.createContext("/health/live", e -> answer(e, "/health/live", 200, "live\n"));
        server.createContext("/health/ready", e -> {
            boolean now = ready.getAsBoolean();
            answer(e, "/health/ready", now ? 200 : 503, now ? "ready\n" : "not ready\n");
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, String path, int status, String text) throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().getPath().equals(path);
            byte[] body = (known ? text : "not found\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(known ? status : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Returns the address at which it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
