package dev.weir.loadtest.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.weir.loadtest.report.Svg.Chart;
import dev.weir.loadtest.report.Svg.Mark;
import dev.weir.loadtest.report.Svg.Scale;
import dev.weir.loadtest.report.Svg.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;

/** The plots of a report. */
final class Plots {
    private static final double MEGABYTE = 1e6;
    private static final double HOUR = 3600;
    private static final int MOST_COLUMNS = 120;
    private static final int LONG_ENOUGH = 1800;

    /** Lower ends of the rows of the heat map, in milliseconds. */
    private static final double[] FLUSH_MILLIS = {0, 0.5, 1, 2, 5, 10, 20, 50, 100, 500};

    private Plots() {}

    static List<String> all(JsonObject results, JsonObject run) {
        List<Mark> marks = marks(run);
        List<String> plots = new ArrayList<>();
        plots.add(Svg.lines(overTime("Rate", "records/s", run, marks, List.of("acked", "sent"))
                .noted("records a second, durable and sent; the dashed line is the mean behind the warm-up")
                .heldAgainst(run.get("rate").getAsDouble())));
        plots.add(Svg.lines(overTime("Waiting and errors", "records/s", run, lost(run), List.of("deferred", "backlog"))
                .noted("deferred: had to wait for the line; backlog: due and not yet sent; marks: a line was lost")));
        plots.add(
                Svg.lines(overTime("Response over time", "ms", run, marks, List.of("p50", "p90", "p99", "p999", "max"))
                        .noted("from the time at which it should have been sent to the durable acknowledgement")
                        .on(Scale.LOG)));
        plots.add(Svg.lines(curve("Response and service", run.getAsJsonObject("times"), "RESPONSE", "SERVICE")
                .noted("the gap between the two is the waiting that a closed loop hides")
                .on(Scale.LOG)));
        plots.add(Svg.lines(byType(run)
                .noted("a type with few chunks has a curve with steps")
                .on(Scale.LOG)));
        plots.add(Svg.lines(curve("Lateness", run.getAsJsonObject("times"), "LATENESS")
                .noted("what the generator adds by itself: is the tool to be trusted?")
                .on(Scale.LOG)));
        plots.add(Svg.lines(overTime("In flight", "records", run, marks, List.of("inFlight"))
                .noted("sent and not yet durable; it drains after a fault")));
        plots.add(steps(results));
        plots.add(finishes(results));
        plots.addAll(ofProxy(results, run, marks));
        plots.add(flushes(run));
        return plots;
    }

    private static List<String> ofProxy(JsonObject results, JsonObject run, List<Mark> marks) {
        List<String> plots = new ArrayList<>();
        plots.add(Svg.lines(proxy(
                        "Proxy memory",
                        "MB",
                        run,
                        marks,
                        List.of("heapBytes", "liveBytes", "directBytes", "residentBytes"),
                        MEGABYTE)
                .noted(String.format(
                        Locale.ROOT,
                        "live: what a full look at the heap left; it changes by %+.1f MB an hour%s",
                        run.get("heapSlope").getAsDouble(),
                        windows(run).size() < LONG_ENOUGH ? ", which means little in so short a run" : ""))));
        plots.add(Svg.lines(proxy("Proxy threads and open files", "", run, marks, List.of("threads", "files"), 1)));
        plots.add(Svg.lines(perSecond("Proxy processor and collector", run, marks)
                .noted("seconds a second: processor, time in minimizing over all threads, pauses of the collector")));
        plots.add(Svg.lines(proxy("On disk", "MB", run, marks, List.of("ledgerBytes", "storeBytes"), MEGABYTE)
                .noted(diskNote(results, run))));
        return plots;
    }

    static List<JsonObject> windows(JsonObject run) {
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

    private static List<Mark> marks(JsonObject run) {
        List<Mark> marks = new ArrayList<>();
        for (JsonElement element : run.getAsJsonArray("marks")) {
            JsonObject mark = element.getAsJsonObject();
            marks.add(
                    new Mark(mark.get("second").getAsDouble(), mark.get("what").getAsString()));
        }
        windows(run).stream()
                .filter(w -> !w.get("warmUp").getAsBoolean())
                .findFirst()
                .ifPresent(w -> marks.add(new Mark(w.get("second").getAsDouble(), "warm-up ends")));
        return marks;
    }

    private static List<Mark> lost(JsonObject run) {
        return windows(run).stream()
                .filter(w -> w.get("reconnects").getAsLong() > 0)
                .map(w -> new Mark(
                        w.get("second").getAsDouble(), w.get("reconnects").getAsLong() + " lost"))
                .toList();
    }

    private static Series series(String name, List<JsonObject> windows, ToDoubleFunction<JsonObject> value) {
        return new Series(
                name,
                windows.stream().mapToDouble(w -> w.get("second").getAsDouble()).toArray(),
                windows.stream().mapToDouble(value).toArray());
    }

    /** The last window is not a whole second and would look like a fall. */
    private static Chart overTime(String title, String unit, JsonObject run, List<Mark> marks, List<String> names) {
        List<JsonObject> all = windows(run);
        List<JsonObject> windows = all.subList(0, Math.max(0, all.size() - 1));
        List<Series> series = names.stream()
                .map(name -> series(
                        name.equals("p999") ? "p99.9" : name,
                        windows,
                        w -> w.get(name).getAsDouble()))
                .toList();
        return new Chart(title, "seconds", unit, series, marks);
    }

    /** Returns the windows in which the proxy could be looked at. */
    private static List<JsonObject> seen(JsonObject run) {
        return windows(run).stream()
                .filter(w -> w.getAsJsonObject("proxy").get("cpuSeconds").getAsDouble() > 0)
                .toList();
    }

    private static Chart proxy(
            String title, String unit, JsonObject run, List<Mark> marks, List<String> names, double divisor) {
        List<JsonObject> windows = seen(run);
        List<Series> series = names.stream()
                .map(name -> series(
                        name.replace("Bytes", ""),
                        windows,
                        w -> w.getAsJsonObject("proxy").get(name).getAsDouble() / divisor))
                .toList();
        return new Chart(title, "seconds", unit, series, marks);
    }

    /** Growth from window to window; nothing where the proxy was started anew between them. */
    private static Chart perSecond(String title, JsonObject run, List<Mark> marks) {
        List<JsonObject> windows = seen(run);
        List<Series> all = new ArrayList<>();
        for (String name : List.of("cpuSeconds", "minimizeSeconds", "gcPauseSeconds")) {
            double[] x = new double[Math.max(0, windows.size() - 1)];
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                double from = windows.get(i).get("second").getAsDouble();
                x[i] = windows.get(i + 1).get("second").getAsDouble();
                double grown = windows.get(i + 1)
                                .getAsJsonObject("proxy")
                                .get(name)
                                .getAsDouble()
                        - windows.get(i).getAsJsonObject("proxy").get(name).getAsDouble();
                y[i] = Math.max(0, grown) / Math.max(0.1, x[i] - from);
            }
            all.add(new Series(name.replace("Seconds", ""), x, y));
        }
        return new Chart(title, "seconds", "s/s", all, marks);
    }

    private static String diskNote(JsonObject results, JsonObject run) {
        List<JsonObject> windows = seen(run);
        if (windows.size() < 2 || !results.has("diskFree")) {
            return "";
        }
        JsonObject first = windows.get(0);
        JsonObject last = windows.get(windows.size() - 1);
        double grown = 0;
        for (String name : List.of("ledgerBytes", "storeBytes")) {
            grown += last.getAsJsonObject("proxy").get(name).getAsDouble()
                    - first.getAsJsonObject("proxy").get(name).getAsDouble();
        }
        double aSecond = grown
                / Math.max(
                        1,
                        last.get("second").getAsDouble() - first.get("second").getAsDouble());
        double free = results.get("diskFree").getAsDouble();
        return aSecond <= 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "the proxy's ledger and the receiver's store; both on this disk, at this rate it is full in %.1f h",
                        free / aSecond / HOUR);
    }

    /** Percentiles on a scale on which every nine takes as much room as the one before. */
    private static Series percentiles(String name, JsonArray times) {
        List<double[]> points = new ArrayList<>();
        for (JsonElement element : times) {
            double percentile = element.getAsJsonArray().get(0).getAsDouble();
            if (percentile < 100) {
                points.add(new double[] {
                    -Math.log10(1 - percentile / 100),
                    element.getAsJsonArray().get(1).getAsDouble()
                });
            }
        }
        return new Series(
                name,
                points.stream().mapToDouble(p -> p[0]).toArray(),
                points.stream().mapToDouble(p -> p[1]).toArray());
    }

    private static Chart curve(String title, JsonObject times, String... kinds) {
        List<Series> series = Arrays.stream(kinds)
                .filter(kind -> positive(times.getAsJsonArray(kind)))
                .map(kind -> percentiles(kind.toLowerCase(Locale.ROOT), times.getAsJsonArray(kind)))
                .toList();
        return new Chart(title, "nines: 1 is p90, 2 is p99, 3 is p99.9", "ms", series, List.of());
    }

    private static boolean positive(JsonArray times) {
        return times.get(times.size() - 1).getAsJsonArray().get(1).getAsDouble() > 0;
    }

    private static Chart byType(JsonObject run) {
        List<Series> series = new ArrayList<>();
        for (Map.Entry<String, JsonElement> type :
                run.getAsJsonObject("timesByType").entrySet()) {
            JsonArray response = type.getValue().getAsJsonObject().getAsJsonArray("RESPONSE");
            if (positive(response)) {
                series.add(percentiles(type.getKey(), response));
            }
        }
        return new Chart("Response by file type", "nines: 1 is p90, 2 is p99, 3 is p99.9", "ms", series, List.of());
    }

    private static String steps(JsonObject results) {
        List<double[]> steps = new ArrayList<>();
        double knee = 0;
        for (JsonElement element : results.getAsJsonArray("steps")) {
            JsonArray step = element.getAsJsonArray();
            steps.add(new double[] {step.get(1).getAsDouble(), step.get(2).getAsDouble()});
            knee = step.get(3).getAsDouble() > 0 ? Math.max(knee, step.get(1).getAsDouble()) : knee;
        }
        steps.sort(Comparator.comparingDouble(s -> s[0]));
        double[] x = steps.stream().mapToDouble(s -> s[0]).toArray();
        double[] y = steps.stream().mapToDouble(s -> s[1]).toArray();
        List<Series> series = new ArrayList<>(List.of(new Series("p99", x, y)));
        Optional<QueueFit> fit = QueueFit.of(x, y);
        fit.ifPresent(f -> series.add(f.series("fitted: one queue", x[0], x[x.length - 1])));
        return Svg.lines(new Chart(
                        "p99 of each rate that findmax tried",
                        "durable records a second",
                        "ms",
                        series,
                        knee > 0 ? List.of(new Mark(knee, "highest that kept to the SLO")) : List.of())
                .noted(fit.map(f -> "a single queue with these times would be full at " + Svg.number(f.capacity())
                                + " records/s")
                        .orElse(""))
                .on(Scale.LOG));
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
            x[i] = finishes.get(i).getAsDouble() / HOUR;
            y[i] = 100.0 * i / Math.max(1, x.length - 1);
        }
        List<Series> series = new ArrayList<>(List.of(new Series("finished", x, y)));
        List<Mark> marks = new ArrayList<>();
        if (results.has("due") && x.length > 0) {
            double p50 = finishes.get(finishes.size() / 2).getAsDouble();
            Instant begin = Instant.parse(forecast.get("p50").getAsString()).minusMillis((long) (p50 * 1000));
            double due = hours(
                    begin,
                    OffsetDateTime.parse(results.get("due").getAsString()).toInstant());
            marks.add(new Mark(due, "due"));
            if (forecast.has("latestSafeStart")) {
                marks.add(new Mark(
                        hours(
                                begin,
                                Instant.parse(forecast.get("latestSafeStart").getAsString())),
                        "latest safe start"));
            }
            // The due time is in the picture, and so is the beginning.
            series.add(new Series("", new double[] {0, Math.max(due, x[x.length - 1])}, new double[] {0, 0}));
        }
        return Svg.lines(new Chart("When it will be finished", "hours from the beginning", "%", series, marks)
                .noted("share of futures that are finished"));
    }

    private static double hours(Instant from, Instant to) {
        return Duration.between(from, to).toMinutes() / 60.0;
    }

    /** How long small durable writes took, by time. */
    private static String flushes(JsonObject run) {
        List<JsonObject> windows = windows(run);
        int each = (windows.size() + MOST_COLUMNS - 1) / Math.max(1, MOST_COLUMNS);
        int[][] counts = new int[windows.isEmpty() ? 0 : (windows.size() + each - 1) / each][FLUSH_MILLIS.length];
        for (int i = 0; i < windows.size(); i++) {
            for (JsonElement millis : windows.get(i).getAsJsonArray("flushes")) {
                int row = 0;
                while (row + 1 < FLUSH_MILLIS.length && millis.getAsDouble() >= FLUSH_MILLIS[row + 1]) {
                    row++;
                }
                counts[i / each][row]++;
            }
        }
        double last = windows.isEmpty()
                ? 0
                : windows.get(windows.size() - 1).get("second").getAsDouble();
        return Svg.heat(
                "Disk",
                "ms that 4 kB took to be durable on the disk of this run, tried four times a second",
                last,
                "seconds",
                counts,
                Arrays.stream(FLUSH_MILLIS).mapToObj(Svg::number).toList());
    }
}
