package dev.weir.proxy.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.net.UnusableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final AtomicBoolean ready = new AtomicBoolean();
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer server;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        server = new AdminServer(ANY, () -> "weir_rows_total 1.0\n", ready::get);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        URI uri = new URI("http", null, "127.0.0.1", server.address().getPort(), path, null, null);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void health_isLiveAtOnce_andReadyWhenTheProcessIs() throws Exception {
        assertEquals(200, ask("GET", "/health/live").statusCode());
        assertEquals(503, ask("GET", "/health/ready").statusCode());
        ready.set(true);
        assertEquals(200, ask("GET", "/health/ready").statusCode());
        assertEquals("ready\n", ask("GET", "/health/ready").body());
        ready.set(false);
        assertEquals(503, ask("GET", "/health/ready").statusCode());
        assertEquals(200, ask("GET", "/health/live").statusCode());
    }

    @Test
    void metrics_areText() throws Exception {
        HttpResponse<String> answer = ask("GET", "/metrics");
        assertEquals(200, answer.statusCode());
        assertEquals("weir_rows_total 1.0\n", answer.body());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                answer.headers().firstValue("Content-Type").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/metrics/", "/metrics/x", "/metricsx", "/health", "/health/livex", "/env", "/threads"})
    void otherPaths_areNotThere(String path) throws Exception {
        assertEquals(404, ask("GET", path).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void otherMethods_doNothing(String method) throws Exception {
        HttpResponse<String> answer = ask(method, "/metrics");
        assertEquals(404, answer.statusCode());
        assertEquals("not found\n", answer.body());
    }

    @Test
    void addressInUse_isRefusedByAddress() {
        int port = server.address().getPort();
        UnusableException refused = assertThrows(
                UnusableException.class,
                () -> new AdminServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), () -> "", () -> true));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.endsWith(":" + port + ": is a free address of this machine"), message);
    }
}
