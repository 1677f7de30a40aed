package dev.weir.proxy.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Offers a witness over HTTP at {@code /add-checkpoint}. Requests prove themselves by the signature in them. */
public final class WitnessServer implements Closeable {
    private static final String PATH = "/add-checkpoint";

    private final HttpServer server;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "weir-witness");
        thread.setDaemon(true);
        return thread;
    });

    /** Starts to serve. */
    public WitnessServer(InetSocketAddress address, Witness witness) throws IOException {
        server = HttpServer.create(address, 16);
        server.setExecutor(executor);
        server.createContext("/", exchange -> answer(exchange, witness));
        server.start();
    }

    private static void answer(HttpExchange exchange, Witness witness) throws IOException {
        try (exchange) {
            Witness.Answer answer = new Witness.Answer(404, "");
            if (exchange.getRequestURI().getPath().equals(PATH)) {
                byte[] request = exchange.getRequestBody().readNBytes(WitnessRequest.MAX_BYTES + 1);
                answer = exchange.getRequestMethod().equals("POST")
                        ? add(witness, request)
                        : new Witness.Answer(405, "");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            String type = answer.status() == 409 ? "text/x.tlog.size" : "text/plain; charset=utf-8";
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Witness.Answer add(Witness witness, byte[] request) {
        try {
            return witness.add(request);
        } catch (IOException | GeneralSecurityException e) {
            return new Witness.Answer(500, "");
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
