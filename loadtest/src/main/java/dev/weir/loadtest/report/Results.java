package dev.weir.loadtest.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.weir.loadtest.check.Finding;
import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.drive.Comparison;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.forecast.Forecast;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Times;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.StateRows;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.Progress;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Everything a run has shown, as text and as JSON. */
public final class Results {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT);
    private static final int MOST_NAMED = 10;
    private static final double[] PERCENTILES = {0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 100};

    private final String command;
    private final RunResult run;
    private final PlanFile whole;
    private final List<Slo.Outcome> outcomes;
    private final List<String> doubts;
    private final Optional<Forecast> forecast;
    private final Verdicts verdict;
    private Comparison.Outcome routes = Comparison.Outcome.NONE;
    private final List<double[]> steps = new ArrayList<>();
    private OptionalLong diskFree = OptionalLong.empty();

    /** Collects results. */
    public Results(
            String command,
            RunResult run,
            PlanFile whole,
            List<Slo.Outcome> outcomes,
            List<String> doubts,
            Optional<Forecast> forecast,
            Verdicts verdict) {
        this.command = command;
        this.run = run;
        this.whole = whole;
        this.outcomes = List.copyOf(outcomes);
        this.doubts = List.copyOf(doubts);
        this.forecast = forecast;
        this.verdict = verdict;
    }

    /** Adds how the same load went over other routes. */
    public Results with(Comparison.Outcome compared) {
        routes = compared;
        return this;
    }

    /** Adds how many bytes are free on the disk of the run. */
    public Results withFree(long bytes) {
        diskFree = OptionalLong.of(bytes);
        return this;
    }

    /** Adds the step of a search: intended rate, durable rate, p99 in milliseconds, 1 where it was met. */
    public Results step(double intended, double durable, double p99, boolean met) {
        steps.add(new double[] {intended, durable, p99, met ? 1 : 0});
        return this;
    }

    /** Returns the worst of everything. */
    public Verdicts verdict() {
        return verdict;
    }

    /** Returns the mean bytes of a plan's rows on the wire. */
    public static double meanBytes(StateRows rows, MonthPlan plan) {
        double bytes = 0;
        for (FileType type : FileType.values()) {
            bytes += plan.rows(type) * rows.meanBytes(type);
        }
        return Math.max(1, bytes / Math.max(1, plan.total()));
    }

    /** Returns the two lines, and what must be said besides. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        boolean met = outcomes.stream().allMatch(Slo.Outcome::met);
        lines.add(String.format(
                Locale.ROOT,
                "SUSTAINED %,.0f records/s acked and durable (p99 ack %.0f ms, generator lateness p99 %.1f ms%s)   slo: %s",
                run.rate(),
                run.millis(Stopwatch.Kind.RESPONSE, 99),
                run.millis(Stopwatch.Kind.LATENESS, 99),
                run.load().arrival().openLoop() ? "" : ", closed loop",
                met ? "MET" : "MISSED"));
        forecast.ifPresent(f -> lines.add(finishLine(f)));
        run.check()
                .ifPresent(check -> lines.add(String.format(
                        Locale.ROOT,
                        "RECORDS   %,d checked, %,d withheld by rule; lost %d, duplicated %d, changed %d, leaked %d",
                        check.checked(),
                        check.absent(),
                        check.count(Finding.LOST),
                        check.count(Finding.DUPLICATED),
                        check.count(Finding.CHANGED),
                        check.count(Finding.LEAKED))));
        run.check()
                .ifPresent(check -> check.first()
                        .forEach((finding, place) -> lines.add("FOUND     " + finding + " first in " + place)));
        run.ledger().ifPresent(ledger -> lines.addAll(ledgerLines(ledger)));
        run.failure().ifPresent(reason -> lines.add("ENDED     " + reason));
        doubts.forEach(doubt -> lines.add("INVALID   " + doubt));
        outcomes.stream().filter(o -> !o.met()).forEach(o -> lines.add("SLO       " + o.text()));
        lines.addAll(Routes.lines(routes));
        lines.add("exit " + verdict.code() + ": " + verdict.text());
        return lines;
    }

    /** Returns what was verified of ledger and receipts, and the first of what does not hold. */
    public static List<String> ledgerLines(LedgerCheck.Result ledger) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "LEDGER    %,d entries; verified: receipts %,d, attested releases %,d%s",
                ledger.entries(),
                ledger.receipts(),
                ledger.releases(),
                ledger.holds()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %,d do not hold",
                                ledger.problems().size())));
        ledger.problems().stream().limit(MOST_NAMED).forEach(problem -> lines.add("LEDGER    " + problem));
        return lines;
    }

    private String finishLine(Forecast f) {
        ZoneId zone = whole.due()
                .map(OffsetDateTime::getOffset)
                .map(ZoneId.class::cast)
                .orElse(ZoneId.systemDefault());
        StringBuilder line = new StringBuilder();
        line.append("FINISH    P50 ")
                .append(clock(f.p50(), zone))
                .append("   P90 ")
                .append(clock(f.p90(), zone));
        whole.due().ifPresent(due -> line.append("   due ").append(clock(due.toInstant(), zone)));
        f.latestSafeStart().ifPresent(at -> line.append("   latest safe start ").append(clock(at, zone)));
        line.append("   deadline: ")
                .append(
                        whole.due().isEmpty()
                                ? "NONE GIVEN"
                                : f.verdict().name().replace('_', ' '));
        f.firstExpiry()
                .ifPresent(e -> line.append("   ends first: ")
                        .append(e.what())
                        .append(", ")
                        .append(clock(e.at(), zone)));
        return line.toString();
    }

    private static String clock(Instant at, ZoneId zone) {
        return CLOCK.format(at.atZone(zone));
    }

    /** Returns everything as JSON. */
    public String toJson() {
        return text(json());
    }

    /** Returns a JSON tree as text. */
    public static String text(JsonObject json) {
        return JSON.toJson(json) + "\n";
    }

    /** Returns everything as a JSON tree. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("command", command);
        json.addProperty("verdict", verdict.name());
        json.addProperty("exit", verdict.code());
        json.add("lines", JSON.toJsonTree(lines()));
        json.addProperty("seed", run.load().month().seed());
        json.addProperty("state", whole.plan().state());
        json.addProperty("basis", whole.plan().basis());
        json.addProperty("wholeRecords", whole.plan().total());
        whole.due().ifPresent(due -> json.addProperty("due", due.toString()));
        json.add("doubts", JSON.toJsonTree(doubts));
        json.add("slo", slo());
        json.add("settings", settings());
        json.add("machine", machine());
        diskFree.ifPresent(bytes -> json.addProperty("diskFree", bytes));
        json.add("run", run(run));
        forecast.ifPresent(f -> json.add("forecast", forecast(f)));
        json.add("routes", Routes.json(routes));
        json.add("steps", JSON.toJsonTree(steps));
        return json;
    }

    private JsonArray slo() {
        JsonArray slo = new JsonArray();
        for (Slo.Outcome outcome : outcomes) {
            JsonObject bound = new JsonObject();
            bound.addProperty("name", outcome.rule().name());
            bound.addProperty("text", outcome.text());
            bound.addProperty("met", outcome.met());
            slo.add(bound);
        }
        return slo;
    }

    private JsonObject settings() {
        JsonObject settings = new JsonObject();
        settings.addProperty("profile", run.load().arrival().name().toLowerCase(Locale.ROOT));
        settings.addProperty("records", run.load().records());
        settings.addProperty("duration", run.load().duration().toString());
        settings.addProperty("files", run.load().files().size());
        settings.addProperty("streams", run.load().streams());
        settings.addProperty("window", run.load().window());
        settings.addProperty("rowsPerChunk", run.load().rowsPerChunk());
        return settings;
    }

    private static JsonObject machine() {
        JsonObject machine = new JsonObject();
        machine.addProperty("processors", Runtime.getRuntime().availableProcessors());
        machine.addProperty("java", System.getProperty("java.runtime.version"));
        machine.addProperty("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.addProperty("proxyHeap", "-Xmx128m");
        if (Runtime.getRuntime().availableProcessors() <= 2) {
            machine.addProperty("note", "submitter, proxy and receiver share two processors: relative numbers only");
        }
        return machine;
    }

    private static JsonObject run(RunResult run) {
        JsonObject json = new JsonObject();
        json.addProperty("route", run.route());
        json.addProperty("openLoop", run.load().arrival().openLoop());
        json.addProperty("seconds", run.seconds());
        json.addProperty("rate", run.rate());
        json.addProperty("acked", run.acked());
        json.addProperty("deferred", run.deferred());
        json.addProperty("reconnects", run.reconnects());
        json.addProperty("generatorBusy", run.generatorBusy());
        json.addProperty("proxyCpuPerMillion", run.proxyCpuPerMillion());
        json.addProperty("heapSlope", Slo.heapSlope(run.steady()));
        run.failure().ifPresent(reason -> json.addProperty("failure", reason));
        json.add("windows", JSON.toJsonTree(run.windows()));
        json.add("marks", JSON.toJsonTree(run.marks()));
        json.add("times", times(kind -> run.times().of(kind)));
        JsonObject types = new JsonObject();
        for (FileType type : run.times().types()) {
            types.add(type.name(), times(kind -> run.times().of(type, kind)));
        }
        json.add("timesByType", types);
        run.check().ifPresent(check -> json.add("check", JSON.toJsonTree(check)));
        run.ledger().ifPresent(ledger -> json.add("ledger", JSON.toJsonTree(ledger)));
        json.add("files", files(run.files()));
        return json;
    }

    private static JsonObject times(Function<Stopwatch.Kind, Histogram> histograms) {
        JsonObject times = new JsonObject();
        for (Stopwatch.Kind kind : Stopwatch.Kind.values()) {
            JsonArray points = new JsonArray();
            for (double percentile : PERCENTILES) {
                JsonArray point = new JsonArray();
                point.add(percentile);
                point.add(Times.millis(histograms.apply(kind), percentile));
                points.add(point);
            }
            times.add(kind.name(), points);
        }
        return times;
    }

    private static JsonObject files(Map<String, Progress> progress) {
        JsonObject files = new JsonObject();
        for (Map.Entry<String, Progress> entry : new TreeMap<>(progress).entrySet()) {
            JsonObject file = new JsonObject();
            file.addProperty("sent", entry.getValue().getTally().getRows());
            file.addProperty("received", entry.getValue().getRows());
            file.addProperty("refused", entry.getValue().getTally().getRefused());
            file.addProperty("withheld", entry.getValue().getTally().getWithheld());
            JsonObject changed = new JsonObject();
            for (ClassCount count : entry.getValue().getTally().getClassesList()) {
                changed.addProperty(
                        FieldClass.ofWireNumber(count.getFieldClassValue()).name(), count.getChanged());
            }
            file.add("changed", changed);
            files.add(entry.getKey(), file);
        }
        return files;
    }

    private JsonObject forecast(Forecast f) {
        JsonObject json = new JsonObject();
        json.addProperty("p50", f.p50().toString());
        json.addProperty("p90", f.p90().toString());
        json.addProperty("p99", f.p99().toString());
        json.addProperty("chance", f.chance());
        json.addProperty("headroom", f.headroom());
        f.latestSafeStart().ifPresent(at -> json.addProperty("latestSafeStart", at.toString()));
        f.firstExpiry().ifPresent(e -> json.addProperty("endsFirst", e.what() + ", " + e.at()));
        json.addProperty("verdict", f.verdict().name());
        json.addProperty("decays", f.decays());
        json.addProperty("binding", binding(run));
        json.add("finishes", JSON.toJsonTree(f.finishes()));
        JsonArray courses = new JsonArray();
        for (Forecast.WhatIf whatIf : f.whatIfs()) {
            JsonObject course = new JsonObject();
            course.addProperty("course", whatIf.course());
            course.addProperty("p90", whatIf.p90().toString());
            course.addProperty("verdict", whatIf.verdict().name());
            courses.add(course);
        }
        json.add("whatIf", courses);
        return json;
    }

    /** Names what the rate of a run was bound by. */
    public static String binding(RunResult run) {
        List<Window> steady = run.steady();
        if (steady.size() < 2) {
            return "not known: too short";
        }
        Window first = steady.get(0);
        Window last = steady.get(steady.size() - 1);
        double seconds = Math.max(1, last.second() - first.second());
        double cpu = (last.proxy().cpuSeconds() - first.proxy().cpuSeconds()) / seconds;
        double deferred = (double) run.deferred() / Math.max(1, run.acked());
        if (cpu > 0.85) {
            return String.format(Locale.ROOT, "proxy processor (%.2f of one)", cpu);
        }
        if (deferred > 0.2) {
            return "receiver: the proxy waits for its acknowledgements, or the processors are shared";
        }
        return run.load().arrival().openLoop() ? "none: the load asked for no more" : "submitter or network";
    }

    /** Returns the time between two points in words. */
    static String between(Instant from, Instant to) {
        return Forecast.words(Duration.between(from, to));
    }
}
