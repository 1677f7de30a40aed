package dev.weir.loadtest.cli;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.LoadRun;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.StateRows;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A proxy elsewhere. Its keys are its own, so what it makes of the records is not checked here. */
final class PutOptions {
    private static final int CONNECT_MILLIS = 5000;

    @Option(names = "--put", paramLabel = "HOST:PORT", description = "A proxy elsewhere, for a test environment.")
    private @Nullable String put;

    @Option(names = "--server-name", description = "Name in its certificate. Default: the host.")
    private @Nullable String serverName;

    @Option(names = "--certificates", paramLabel = "FILE", description = "The submitter's certificates (PEM).")
    private @Nullable Path certificates;

    @Option(names = "--key", paramLabel = "FILE", description = "The submitter's key (PEM).")
    private @Nullable Path key;

    @Option(names = "--trust", paramLabel = "FILE", description = "Authorities of the proxy (PEM).")
    private @Nullable Path trust;

    @Option(names = "--metrics", paramLabel = "URL", description = "Its metrics: http://127.0.0.1:9464/metrics.")
    private @Nullable String metrics;

    /** Returns whether the load goes elsewhere. */
    boolean elsewhere() {
        return put != null;
    }

    private TlsFiles tls() throws IOException {
        if (certificates == null || key == null || trust == null) {
            throw new IOException("--put: needs --certificates, --key and --trust");
        }
        return new TlsFiles(certificates, key, trust);
    }

    private String host() throws IOException {
        String text = String.valueOf(put);
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IOException("--put: is HOST:PORT");
        }
        return text.substring(0, colon);
    }

    private int port() throws IOException {
        return Integer.parseInt(String.valueOf(put).substring(host().length() + 1));
    }

    /** Returns whether anything listens there. A submitter would try for two minutes, which helps nobody at the start. */
    boolean reachable() throws IOException {
        tls();
        InetSocketAddress address = new InetSocketAddress(host(), port());
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends a load there. */
    RunResult run(Load load, StateRows rows, Path dir, int warmUp, Consumer<Window> watcher)
            throws IOException, InterruptedException {
        TlsFiles tls = tls();
        LoadRun.Target target = new LoadRun.Target(
                "a proxy elsewhere, records not checked here",
                new Endpoint(host(), port(), serverName == null ? host() : serverName),
                tls,
                this::sample,
                Optional.empty());
        return new LoadRun(load, rows, target, dir, warmUp).watchedBy(watcher).run();
    }

    private ProxySample sample() {
        if (metrics == null) {
            return ProxySample.NONE;
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(metrics))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            HttpClient http = HttpClient.newHttpClient();
            return ProxySample.of(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body(), 0);
        } catch (IOException notNow) {
            return ProxySample.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProxySample.NONE;
        }
    }
}
