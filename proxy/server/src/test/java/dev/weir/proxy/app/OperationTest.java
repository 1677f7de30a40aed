package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.ops.Logs;
import dev.weir.proxy.ops.Meters;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.SampleMonth;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a proxy while the sample passes: health, metrics, log lines. */
class OperationTest {
    private static final List<String> METERS = List.of(
            "weir_rows_total{outcome=\"in\"}",
            "weir_rows_total{outcome=\"refused\"}",
            "weir_rows_total{outcome=\"withheld\"}",
            "weir_class_rows_total{class=\"MSIS_ID\"}",
            "weir_class_changed_total{class=\"ADDRESS\"}",
            "weir_fields_dropped_total",
            "weir_ssns_irregular_total",
            "weir_values_token_shaped_total",
            "weir_bytes_total{direction=\"in\"}",
            "weir_bytes_total{direction=\"out\"}",
            "weir_minimize_seconds_bucket",
            "weir_streams_opened_total",
            "weir_streams_closed_total",
            "weir_chunks_acknowledged_total",
            "jvm_memory_used_bytes",
            "process_cpu_usage");

    private static final Pattern TOKEN = Pattern.compile("\\bT[A-Z][A-Z2-7]{18}\\b");

    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> ask(InetSocketAddress address, String path) throws Exception {
        URI uri = new URI("http", null, "127.0.0.1", address.getPort(), path, null, null);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void awaitReady(ProxyServer proxy, int status) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        int seen = 0;
        while (seen != status && System.nanoTime() < deadline) {
            seen = ask(proxy.adminAddress(), "/health/ready").statusCode();
        }
        assertEquals(status, seen, "/health/ready");
    }

    @Test
    void operatorSees_readinessCountsAndLines_andNoValue() throws Exception {
        Path log = Files.createDirectories(dir.resolve("log")).resolve("weir.log");
        Logs.toFile(log);
        List<Path> files = SampleMonth.files("psv");
        String metrics;
        SubmitSummary summary;
        try (Rig rig = new Rig(dir)) {
            Meters receiverMeters = new Meters();
            Receiver receiver = rig.receiver(0, true, new ReceiverLog(receiverMeters));
            ProxyServer proxy = rig.proxy(rig.config(receiver.address().getPort()));
            assertEquals(200, ask(proxy.adminAddress(), "/health/live").statusCode());
            awaitReady(proxy, 200);
            summary = rig.submit(proxy.address().getPort(), files, SubmitProgress.NONE);
            metrics = ask(proxy.adminAddress(), "/metrics").body();
            receiver.close();
            awaitReady(proxy, 503);
            assertEquals(200, ask(proxy.adminAddress(), "/health/live").statusCode());
        }
        for (String meter : METERS) {
            assertTrue(metrics.contains("\n" + meter), meter);
        }
        assertEquals(summary.tally().getRows(), count(metrics, "weir_rows_total{outcome=\"in\"}"));
        assertEquals(summary.tally().getWithheld(), count(metrics, "weir_rows_total{outcome=\"withheld\"}"));
        assertEquals(files.size(), count(metrics, "weir_streams_closed_total"));
        String lines = Files.readString(log, StandardCharsets.UTF_8);
        assertLinesAreJson(lines);
        assertNoIdentifier(metrics, "metrics");
        assertNoIdentifier(lines, "log");
    }

    @Test
    @Proves("T71")
    void diskWithTooLittleFree_refusesStreams_andTheProxyIsNotReady() throws Exception {
        List<Path> files = List.of(SampleMonth.files("psv").get(0));
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, true, ReceiverEvents.NONE);
            ServeConfig config = rig.config(receiver.address().getPort());
            try (ProxyServer proxy = rig.proxy(config.keepingFree(Integer.MAX_VALUE))) {
                awaitReady(proxy, 503);
                RefusedException refused = assertThrows(
                        RefusedException.class,
                        () -> rig.submit(proxy.address().getPort(), files, SubmitProgress.NONE, Duration.ZERO));
                assertEquals(ReasonCode.REASON_CODE_LEDGER, refused.refusal().reason());
            }
            ProxyServer proxy = rig.proxy(config);
            awaitReady(proxy, 200);
            rig.submit(proxy.address().getPort(), files, SubmitProgress.NONE);
        }
    }

    private static long count(String metrics, String meter) {
        return metrics.lines()
                .filter(line -> line.startsWith(meter))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(meter.length())))
                .sum();
    }

    private static void assertLinesAreJson(String lines) {
        Set<String> messages = new TreeSet<>();
        for (String line : lines.lines().toList()) {
            JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
            assertTrue(entry.has("timestamp") && entry.has("level"), line);
            assertTrue(entry.get("loggerName").getAsString().startsWith("dev.weir."), line);
            assertFalse(entry.has("throwable") || entry.has("arguments"), line);
            messages.add(entry.get("message").getAsString());
        }
        assertTrue(
                messages.containsAll(Set.of("proxy started", "stream opened", "stream closed", "file closed")),
                messages::toString);
    }

    /** Identifiers stand in the fourth column of the sample's person rows; tokens of people begin with TA. */
    private static void assertNoIdentifier(String text, String place) throws Exception {
        assertFalse(TOKEN.matcher(text).find(), place + " holds a token");
        for (Path file : SampleMonth.files("psv")) {
            for (String row : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] columns = row.split("\\|", -1);
                if (columns.length > 3 && columns[3].length() >= 8) {
                    assertFalse(text.contains(columns[3]), place + " holds a value of " + file.getFileName());
                }
            }
        }
    }
}
