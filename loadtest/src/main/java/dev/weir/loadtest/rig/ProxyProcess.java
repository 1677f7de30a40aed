package dev.weir.loadtest.rig;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code weir serve} as a process of its own, in a heap of 128 MiB. Stops when it is closed. */
public final class ProxyProcess implements Closeable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Child child;
    private final Path log;
    private final int port;
    private final int adminPort;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private ProxyProcess(Child child, Path log, int port, int adminPort) {
        this.child = child;
        this.log = log;
        this.port = port;
        this.adminPort = adminPort;
    }

    /**
     * Starts the proxy of a workspace and waits until it is ready.
     *
     * @param signed folder with what officials have signed, for a proxy that releases
     */
    public static ProxyProcess start(Workspace workspace, int receiverPort, Optional<Path> signed)
            throws IOException, InterruptedException {
        int port = Child.freePort();
        int adminPort = Child.freePort();
        Path config = workspace.proxyConfig(port, adminPort, receiverPort, signed);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisableAttachMechanism",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weir.proxy.cli.WeirCommand",
                "serve",
                "--config",
                config.toString());
        Path log = workspace.dir().resolve("proxy/weir.log");
        ProxyProcess proxy = new ProxyProcess(new Child(command, log), log, port, adminPort);
        try {
            proxy.awaitReady();
            return proxy;
        } catch (IOException | InterruptedException | RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    /** Returns where submitters connect, on the loopback address. */
    public int port() {
        return port;
    }

    /** Returns where metrics are, on the loopback address. */
    public int adminPort() {
        return adminPort;
    }

    /** Returns the process id. */
    public long pid() {
        return child.pid();
    }

    /** Returns whether the process runs. */
    public boolean alive() {
        return child.alive();
    }

    /** Ends the process as a power cut would. */
    public void kill() throws InterruptedException {
        child.kill();
    }

    /** Starts it again after {@link #kill} and waits until it is ready. */
    public void restart() throws IOException, InterruptedException {
        child.again();
        awaitReady();
    }

    /** Stops the process from running for a while without ending it. */
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets a paused process run on. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(child.pid())).start().waitFor();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline && child.alive()) {
            try {
                if (get("/health/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // Nothing listens there yet.
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        throw new IOException("proxy: is ready in time; see " + log);
    }

    /** Returns the proxy's metrics in the text format of Prometheus. */
    public String metrics() throws IOException, InterruptedException {
        return get("/metrics").body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        child.close();
    }
}
