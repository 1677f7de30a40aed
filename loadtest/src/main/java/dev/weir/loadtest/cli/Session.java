package dev.weir.loadtest.cli;

import com.google.gson.JsonObject;
import dev.weir.loadtest.check.OwnScan;
import dev.weir.loadtest.drive.Rehearsal;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.forecast.Forecast;
import dev.weir.loadtest.forecast.Outlook;
import dev.weir.loadtest.forecast.Rates;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Validity;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.report.HtmlReport;
import dev.weir.loadtest.report.Results;
import dev.weir.loadtest.report.Slo;
import dev.weir.loadtest.report.Verdicts;
import dev.weir.loadtest.rig.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commands that run something share: a folder, progress on a terminal, the two lines and the report at the end. */
final class Session {
    private static final double GIGABYTE = 1e9;
    private static final int MOST_NAMED = 20;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Path dir;
    private final MonthPlan month;
    private final StateRows rows;
    private @Nullable Rehearsal rehearsal;

    private Session(PrintWriter out, PrintWriter err, Path dir, MonthPlan month) {
        this.out = out;
        this.err = err;
        this.dir = dir;
        this.month = month;
        this.rows = new StateRows(month);
    }

    /** Begins in a folder, or in a new temporary one. */
    static Session begin(PrintWriter out, PrintWriter err, Optional<Path> folder, MonthPlan month) throws IOException {
        Path dir = folder.isPresent() ? folder.get() : Files.createTempDirectory("weir-loadtest");
        Files.createDirectories(dir);
        try (var found = Files.list(dir)) {
            if (found.findAny().isPresent()) {
                throw new IOException(dir + ": is an empty directory");
            }
        }
        return new Session(out, err, dir.toAbsolutePath(), month);
    }

    /** Returns the proxy and the receiver of this machine; their keys and certificates are made the first time. */
    Rehearsal rehearsal() throws IOException {
        if (rehearsal == null) {
            Workspace workspace = Workspace.create(dir, Home.stateConfigs(), month.state());
            rehearsal = new Rehearsal(workspace, rows, this::progress);
        }
        return rehearsal;
    }

    Path dir() {
        return dir;
    }

    StateRows rows() {
        return rows;
    }

    void progress(Window window) {
        if (System.console() != null) {
            err.printf(
                    Locale.ROOT,
                    "\r%5.0f s  %,9d records/s durable  p99 %8.1f ms  in flight %,9d   ",
                    window.second(),
                    window.acked(),
                    window.p99(),
                    window.inFlight());
            err.flush();
        }
    }

    void say(String text) {
        err.println((System.console() == null ? "" : "\n") + text);
    }

    /** Returns what speaks against believing a run. */
    static List<String> doubts(RunResult run, double ceiling, List<Verdicts> verdicts) {
        Validity.Facts facts = new Validity.Facts(
                run.load().arrival().openLoop(),
                run.millis(Stopwatch.Kind.LATENESS, 99),
                run.millis(Stopwatch.Kind.RESPONSE, 50),
                run.generatorBusy(),
                run.rate(),
                ceiling,
                run.disturbances(),
                run.steady().size());
        List<String> doubts = new ArrayList<>(Validity.generator(facts));
        if (!doubts.isEmpty()) {
            verdicts.add(Verdicts.GENERATOR);
        }
        List<String> around = Validity.environment(facts);
        if (!around.isEmpty()) {
            verdicts.add(Verdicts.ENVIRONMENT);
        }
        doubts.addAll(around);
        return doubts;
    }

    /** Returns the forecast for a whole month from the seconds of a run; empty where nothing became durable. */
    Optional<Forecast> forecast(RunResult run, PlanFile whole) throws IOException {
        double[] rates = run.steady().stream().mapToDouble(Window::acked).toArray();
        if (rates.length == 0 || run.rate() <= 0) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        Outlook outlook = Outlook.of(whole.plan().total(), now, whole.due().map(due -> due.toInstant()));
        // What the receiver of this machine would need for the whole month, against what is free here.
        double bytes = Results.meanBytes(rows, whole.plan());
        double freeRecords = Files.getFileStore(dir).getUsableSpace() / bytes;
        List<Outlook.Expiry> expiries = freeRecords >= whole.plan().total()
                ? List.of()
                : List.of(new Outlook.Expiry(
                        String.format(
                                Locale.ROOT,
                                "disk of a receiver on this machine (%.0f GB needed)",
                                bytes * whole.plan().total() / GIGABYTE),
                        now.plusSeconds((long) (freeRecords / run.rate()))));
        return Optional.of(Forecast.of(new Rates(1, rates), outlook.withExpiries(expiries), month.seed()));
    }

    /** Prints the two lines, writes page and results unless there is a protected value in them, returns the exit code. */
    int finish(Results results) throws IOException {
        if (System.console() != null) {
            err.println();
        }
        results.withFree(Files.getFileStore(dir).getUsableSpace());
        JsonObject json = results.json();
        String page = HtmlReport.of(json, Optional.empty());
        OwnScan scan = new OwnScan(rows);
        List<String> leaks = new ArrayList<>(scan.text("report.html", page));
        leaks.addAll(scan.json("results.json", json));
        leaks.addAll(scan.file(dir.resolve("proxy/weir.log")));
        if (!leaks.isEmpty()) {
            leaks.stream().limit(MOST_NAMED).forEach(leak -> out.println("LEAK      " + leak));
            out.println("exit " + Verdicts.LEAK.code() + ": a protected value of the month would have been handed out; "
                    + "page and results are not written");
            out.flush();
            return Verdicts.LEAK.code();
        }
        Files.writeString(dir.resolve("results.json"), results.toJson());
        Path html = dir.resolve("report.html");
        Files.writeString(html, page);
        results.lines().forEach(out::println);
        out.println("report  " + html);
        out.flush();
        return results.verdict().code();
    }

    /** Returns results with everything judged. */
    Results judge(String command, RunResult run, PlanFile whole, Slo slo, double ceiling) throws IOException {
        List<Verdicts> verdicts = new ArrayList<>();
        verdicts.add(Verdicts.ofRecords(run));
        List<String> doubts = doubts(run, ceiling, verdicts);
        List<String> tooShort = slo.tooShort(run);
        if (!tooShort.isEmpty()) {
            doubts.addAll(tooShort);
            verdicts.add(Verdicts.ENVIRONMENT);
        }
        List<Slo.Outcome> outcomes = slo.judge(run);
        if (!outcomes.stream().allMatch(Slo.Outcome::met)) {
            verdicts.add(Verdicts.SLO);
        }
        Optional<Forecast> forecast = forecast(run, whole);
        verdicts.add(Verdicts.ofForecast(forecast));
        return new Results(command, run, whole, outcomes, doubts, forecast, Verdicts.worst(verdicts));
    }
}
