package dev.weir.loadtest.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.weir.loadtest.forecast.Forecast;
import dev.weir.loadtest.forecast.Outlook;
import dev.weir.loadtest.forecast.Rates;
import dev.weir.loadtest.month.PlanFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Only the forecast, with other numbers. */
@Command(
        name = "project",
        description = "Only the forecast, from the seconds of earlier runs and an operator's calendar.")
final class ProjectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--results", required = true, split = ",", description = "results.json of runs.")
    private List<Path> results = List.of();

    @Option(names = "--due", paramLabel = "TIME", description = "Due time with zone; else the one of the run.")
    private @Nullable String due;

    @Option(names = "--begin", paramLabel = "TIME", description = "When sending begins. Default: now.")
    private @Nullable String begin;

    @Option(names = "--remaining", paramLabel = "N", description = "Records still to be sent. Default: the whole plan.")
    private @Nullable Long remaining;

    @Option(names = "--again", defaultValue = "0.02", description = "Share that is sent again. Default: 0.02.")
    private double again = Outlook.AGAIN;

    @Option(names = "--outages-per-week", defaultValue = "1", description = "Receiver outages. Default: 1.")
    private double outages = Outlook.OUTAGES_PER_WEEK;

    @Option(names = "--outage-hours", defaultValue = "2", description = "Length of one. Default: 2.")
    private double outageHours = Outlook.OUTAGE_HOURS;

    @Option(names = "--margin-hours", defaultValue = "6", description = "Kept free before the due time. Default: 6.")
    private double margin = Outlook.MARGIN_HOURS;

    @Option(
            names = "--closed",
            split = ",",
            paramLabel = "FROM/TO",
            description = "Times in which nothing is taken: 2026-12-24T18:00:00Z/2026-12-26T06:00:00Z.")
    private List<String> closed = List.of();

    @Option(names = "--certificate", split = ",", description = "Certificates whose end counts (PEM).")
    private List<Path> certificates = List.of();

    @Option(
            names = "--expires",
            split = ",",
            paramLabel = "WHAT=TIME",
            description = "What else ends: an attestation, a key, a policy: attestation=2026-12-30T12:00:00Z.")
    private List<String> expires = List.of();

    @Override
    public Integer call() throws IOException {
        List<Double> rates = new ArrayList<>();
        JsonObject last = new JsonObject();
        for (Path file : results) {
            last = read(file);
            for (JsonElement element : last.getAsJsonObject("run").getAsJsonArray("windows")) {
                JsonObject window = element.getAsJsonObject();
                if (!window.get("warmUp").getAsBoolean()) {
                    rates.add(window.get("acked").getAsDouble());
                }
            }
        }
        if (rates.stream().noneMatch(r -> r > 0)) {
            throw new IOException("--results: have a second behind the warm-up in which something became durable");
        }
        Optional<Instant> dueAt = dueAt(last);
        Outlook outlook = new Outlook(
                remaining == null ? last.get("wholeRecords").getAsLong() : remaining,
                begin == null ? Instant.now() : PlanFile.time(begin).toInstant(),
                dueAt,
                again,
                outages,
                outageHours,
                closedTimes(),
                expiries(),
                margin);
        Forecast forecast = Forecast.of(
                new Rates(1, rates.stream().mapToDouble(Double::doubleValue).toArray()),
                outlook,
                last.get("seed").getAsLong());
        return print(forecast, dueAt);
    }

    private int print(Forecast forecast, Optional<Instant> dueAt) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "FINISH    P50 %s   P90 %s   P99 %s%n",
                clock(forecast.p50()), clock(forecast.p90()), clock(forecast.p99()));
        dueAt.ifPresent(at -> out.printf(
                Locale.ROOT,
                "DUE       %s   chance %.1f %%   headroom %.1fx   deadline: %s%n",
                at,
                100 * forecast.chance(),
                forecast.headroom(),
                forecast.verdict().name().replace('_', ' ')));
        forecast.latestSafeStart().ifPresent(at -> out.println("LATEST    safe start " + clock(at)));
        forecast.firstExpiry().ifPresent(e -> out.println("ENDS      first: " + e.what() + ", " + e.at()));
        if (forecast.decays()) {
            out.println("DECAY     the rate falls with what was sent; the fitted curve is used");
        }
        forecast.whatIfs()
                .forEach(w -> out.printf("IF        %-44s P90 %s   %s%n", w.course(), clock(w.p90()), w.verdict()));
        return switch (forecast.verdict()) {
            case SAFE -> 0;
            case AT_RISK -> 11;
            case MISS -> 12;
        };
    }

    private static Instant clock(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    static JsonObject read(Path file) throws IOException {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            if (json.has("run") && json.has("seed") && json.has("wholeRecords")) {
                return json;
            }
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(file + ": is the results.json of a run", e);
        }
        throw new IOException(file + ": is the results.json of a run");
    }

    private Optional<Instant> dueAt(JsonObject last) throws IOException {
        if (due != null) {
            return Optional.of(PlanFile.time(due).toInstant());
        }
        return last.has("due")
                ? Optional.of(
                        OffsetDateTime.parse(last.get("due").getAsString()).toInstant())
                : Optional.empty();
    }

    private List<Outlook.Closed> closedTimes() throws IOException {
        List<Outlook.Closed> times = new ArrayList<>();
        for (String text : closed) {
            String[] parts = text.split("/", -1);
            if (parts.length != 2) {
                throw new IOException("--closed: is FROM/TO");
            }
            times.add(new Outlook.Closed(
                    PlanFile.time(parts[0]).toInstant(), PlanFile.time(parts[1]).toInstant()));
        }
        return times;
    }

    private List<Outlook.Expiry> expiries() throws IOException {
        List<Outlook.Expiry> ends = new ArrayList<>();
        for (Path path : certificates) {
            try (InputStream in = Files.newInputStream(path)) {
                X509Certificate certificate = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(in);
                ends.add(new Outlook.Expiry(
                        "certificate " + path.getFileName(),
                        certificate.getNotAfter().toInstant()));
            } catch (CertificateException e) {
                throw new IOException(path + ": is a certificate", e);
            }
        }
        for (String text : expires) {
            String[] parts = text.split("=", 2);
            if (parts.length != 2) {
                throw new IOException("--expires: is WHAT=TIME");
            }
            ends.add(new Outlook.Expiry(parts[0], PlanFile.time(parts[1]).toInstant()));
        }
        return ends;
    }
}
