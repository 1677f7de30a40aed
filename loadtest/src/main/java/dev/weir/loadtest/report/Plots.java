package dev.weir.loadtest.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;

/** The plots of a report. */
final class Plots {
    private static final double MEGABYTE = 1e6;

    private Plots() {}

    static List<String> all(JsonObject results, JsonObject run) {
        List<Svg.Mark> marks = marks(run);
        List<String> plots = new ArrayList<>();
        plots.add(overTime(
                "Records a second, durable, sent and deferred; the dashed line is the mean",
                "records",
                run,
                marks,
                Optional.of(run.get("rate").getAsDouble()),
                List.of("acked", "sent", "deferred")));
        plots.add(overTime(
                "Response over time", "ms", run, marks, Optional.empty(), List.of("p50", "p90", "p99", "p999", "max")));
        plots.add(curve(
                "Response and service: the gap is the waiting that a closed loop hides",
                run,
                List.of("RESPONSE", "SERVICE")));
        plots.add(curve("Generator lateness: is the tool to be trusted?", run, List.of("LATENESS")));
        plots.add(overTime("In flight", "records", run, marks, Optional.empty(), List.of("inFlight")));
        plots.add(steps(results));
        plots.add(finishes(results));
        plots.add(proxy(
                "Proxy memory",
                "MB",
                run,
                marks,
                List.of("heapBytes", "liveBytes", "directBytes", "residentBytes"),
                MEGABYTE));
        plots.add(proxy("Proxy threads and open files", "", run, marks, List.of("threads", "files"), 1));
        plots.add(proxy(
                "Proxy processor seconds and collector pauses, since its start",
                "s",
                run,
                marks,
                List.of("cpuSeconds", "gcPauseSeconds"),
                1));
        return plots;
    }

    private static List<JsonObject> windows(JsonObject run) {
        JsonArray windows = run.getAsJsonArray("windows");
        return StreamSupport.stream(windows.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** Returns a value of all windows behind the warm-up. */
    static double[] steady(JsonObject run, ToDoubleFunction<JsonObject> value) {
        return windows(run).stream()
                .filter(w -> !w.get("warmUp").getAsBoolean())
                .mapToDouble(value)
                .toArray();
    }

    private static List<Svg.Mark> marks(JsonObject run) {
        List<Svg.Mark> marks = new ArrayList<>();
        for (JsonElement element : run.getAsJsonArray("marks")) {
            JsonObject mark = element.getAsJsonObject();
            marks.add(new Svg.Mark(
                    mark.get("second").getAsDouble(), mark.get("what").getAsString()));
        }
        windows(run).stream()
                .filter(w -> !w.get("warmUp").getAsBoolean())
                .findFirst()
                .ifPresent(w -> marks.add(new Svg.Mark(w.get("second").getAsDouble(), "warm-up ends")));
        return marks;
    }

    private static String overTime(
            String title,
            String unit,
            JsonObject run,
            List<Svg.Mark> marks,
            Optional<Double> target,
            List<String> names) {
        List<JsonObject> windows = windows(run);
        double[] x =
                windows.stream().mapToDouble(w -> w.get("second").getAsDouble()).toArray();
        List<Svg.Series> series = new ArrayList<>();
        for (String name : names) {
            series.add(new Svg.Series(
                    name,
                    x,
                    windows.stream().mapToDouble(w -> w.get(name).getAsDouble()).toArray()));
        }
        return Svg.lines(title, "seconds", unit, series, marks, target);
    }

    private static String proxy(
            String title, String unit, JsonObject run, List<Svg.Mark> marks, List<String> names, double divisor) {
        List<JsonObject> windows = windows(run).stream()
                .filter(w -> w.getAsJsonObject("proxy").get("cpuSeconds").getAsDouble() > 0)
                .toList();
        double[] x =
                windows.stream().mapToDouble(w -> w.get("second").getAsDouble()).toArray();
        List<Svg.Series> series = new ArrayList<>();
        for (String name : names) {
            series.add(new Svg.Series(
                    name.replace("Bytes", ""),
                    x,
                    windows.stream()
                            .mapToDouble(
                                    w -> w.getAsJsonObject("proxy").get(name).getAsDouble() / divisor)
                            .toArray()));
        }
        return Svg.lines(title, "seconds", unit, series, marks, Optional.empty());
    }

    /** Percentiles on a scale on which every nine takes as much room as the one before. */
    private static String curve(String title, JsonObject run, List<String> kinds) {
        List<Svg.Series> series = new ArrayList<>();
        for (String kind : kinds) {
            List<double[]> points = new ArrayList<>();
            for (JsonElement element : run.getAsJsonObject("times").getAsJsonArray(kind)) {
                double percentile = element.getAsJsonArray().get(0).getAsDouble();
                if (percentile < 100) {
                    points.add(new double[] {
                        -Math.log10(1 - percentile / 100),
                        element.getAsJsonArray().get(1).getAsDouble()
                    });
                }
            }
            series.add(new Svg.Series(
                    kind.toLowerCase(java.util.Locale.ROOT),
                    points.stream().mapToDouble(p -> p[0]).toArray(),
                    points.stream().mapToDouble(p -> p[1]).toArray()));
        }
        return Svg.lines(title, "nines: 1 = p90, 2 = p99, 3 = p99.9", "ms", series, List.of(), Optional.empty());
    }

    private static String steps(JsonObject results) {
        List<double[]> steps = new ArrayList<>();
        for (JsonElement element : results.getAsJsonArray("steps")) {
            JsonArray step = element.getAsJsonArray();
            steps.add(new double[] {step.get(1).getAsDouble(), step.get(2).getAsDouble()});
        }
        steps.sort(java.util.Comparator.comparingDouble(s -> s[0]));
        return Svg.lines(
                "p99 of each rate that findmax tried; the knee is the limit",
                "records a second",
                "ms",
                List.of(new Svg.Series(
                        "p99",
                        steps.stream().mapToDouble(s -> s[0]).toArray(),
                        steps.stream().mapToDouble(s -> s[1]).toArray())),
                List.of(),
                Optional.empty());
    }

    private static String finishes(JsonObject results) {
        if (!results.has("forecast")) {
            return "";
        }
        JsonObject forecast = results.getAsJsonObject("forecast");
        JsonArray finishes = forecast.getAsJsonArray("finishes");
        double[] x = new double[finishes.size()];
        double[] y = new double[finishes.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = finishes.get(i).getAsDouble() / 3600;
            y[i] = 100.0 * i / Math.max(1, x.length - 1);
        }
        List<Svg.Mark> marks = new ArrayList<>();
        if (results.has("due")) {
            double p50 = finishes.get(finishes.size() / 2).getAsDouble();
            Instant begin = Instant.parse(forecast.get("p50").getAsString()).minusMillis((long) (p50 * 1000));
            Instant due = OffsetDateTime.parse(results.get("due").getAsString()).toInstant();
            marks.add(new Svg.Mark(Duration.between(begin, due).toMinutes() / 60.0, "due"));
        }
        return Svg.lines(
                "Share of futures that are finished",
                "hours from the beginning",
                "%",
                List.of(new Svg.Series("finished", x, y)),
                marks,
                Optional.empty());
    }
}
