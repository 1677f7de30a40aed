package dev.weir.loadtest.drive;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.endpoints.submitter.Submitter;
import dev.weir.endpoints.submitter.SubmitterConfig;
import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.sample.StateMonth;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Progress;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileHeader;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** One load through one endpoint, with the real submitter, second by second. */
public final class LoadRun {
    private static final long SECOND = 1_000_000_000L;
    private static final long LEAD = SECOND / 2;
    private static final Duration RETRY = Duration.ofMinutes(2);
    private static final long JUMP_MILLIS = 1000;

    private final Load load;
    private final StateRows rows;
    private final Target target;
    private final Path dir;
    private final int warmUpSeconds;
    private LoadSource.Throttle throttle = () -> {};
    private Consumer<Window> watcher = window -> {};
    private Faults faults = new Faults(List.of());

    /**
     * Where a load goes.
     *
     * @param route what it goes through, for the report
     * @param endpoint where it connects
     * @param tls the submitter's certificate
     * @param sample what the proxy uses at this moment
     * @param check check of the feed, if there is one
     */
    public record Target(
            String route, Endpoint endpoint, TlsFiles tls, Supplier<ProxySample> sample, Optional<FeedCheck> check) {}

    /**
     * Prepares a run.
     *
     * @param dir where the journal and the interval log go
     * @param warmUpSeconds seconds that are left out of the totals
     */
    public LoadRun(Load load, StateRows rows, Target target, Path dir, int warmUpSeconds) {
        this.load = load;
        this.rows = rows;
        this.target = target;
        this.dir = dir;
        this.warmUpSeconds = warmUpSeconds;
    }

    /** Has somebody told every second. */
    public LoadRun watchedBy(Consumer<Window> told) {
        watcher = told;
        return this;
    }

    /** Makes faults while it runs. */
    public LoadRun with(Faults made) {
        faults = made;
        return this;
    }

    /** Slows the generator down. */
    LoadRun throttledBy(LoadSource.Throttle slower) {
        throttle = slower;
        return this;
    }

    /** Returns the id under which the load is submitted. */
    String submissionId() {
        return submission(load.files()).id();
    }

    /** Runs. */
    public RunResult run() throws IOException, InterruptedException {
        List<SentFile> files = load.files();
        long start = System.nanoTime() + LEAD;
        long startMillis = System.currentTimeMillis() + LEAD / 1_000_000;
        try (Stopwatch stopwatch = new Stopwatch(dir.resolve("times.hlog"), startMillis)) {
            SendTimes times = new SendTimes(stopwatch, load.arrival().openLoop(), System::nanoTime);
            Map<String, long[]> due = new HashMap<>();
            for (SentFile file : files) {
                long[] at = load.times(file);
                for (int i = 0; i < at.length; i++) {
                    at[i] += start;
                }
                due.put(file.name(), at);
                times.file(file.name(), at, load.rowsPerChunk());
            }
            SubmitterConfig config = new SubmitterConfig(
                    target.endpoint(),
                    target.tls(),
                    ReadSettings.DEFAULT,
                    dir.resolve("journal"),
                    load.rowsPerChunk(),
                    load.window(),
                    Math.min(64, load.streams() == 0 ? files.size() : load.streams()),
                    RETRY);
            Map<String, SentFile> byName = new HashMap<>();
            files.forEach(file -> byName.put(file.name(), file));
            ExecutorService submitting = Executors.newSingleThreadExecutor();
            try (Submitter submitter = new Submitter(
                    config,
                    (source, rowsPerChunk) -> new LoadSource(
                            rows,
                            named(byName, source.name()),
                            rowsPerChunk,
                            due.getOrDefault(source.name(), new long[0]),
                            load.arrival().openLoop(),
                            throttle))) {
                Submission submission = submission(files);
                Future<SubmitSummary> going = submitting.submit(() -> submitter.submit(submission, times));
                return watch(going, times, stopwatch, start, startMillis);
            } finally {
                submitting.shutdownNow();
                faults.close();
            }
        }
    }

    private static SentFile named(Map<String, SentFile> files, String name) {
        SentFile file = files.get(name);
        if (file == null) {
            throw new IllegalStateException(name + ": is a file of this load");
        }
        return file;
    }

    /** Returns the submission; its manifest names digests of what the rows follow from. */
    private Submission submission(List<SentFile> files) {
        List<SourceFile> sources = new ArrayList<>();
        for (SentFile file : files) {
            WireBuffer header = new WireBuffer(1024);
            String state = load.month().ansi();
            StateMonth.header(file.type(), Encoding.PSV, state, file.rows()).writeRecord(new RowEncoder(), header);
            String origin = "SYNTHETIC " + load.month().seed() + " " + file + " " + dir;
            sources.add(SourceFile.generated(
                    file.name(),
                    new FileHeader(
                            file.type(),
                            "V4.0.0",
                            Encoding.PSV,
                            state,
                            "2026-10",
                            true,
                            file.rows(),
                            com.google.protobuf.ByteString.copyFrom(header.array(), 0, header.size())),
                    Sha256.of(origin.getBytes(StandardCharsets.UTF_8))));
        }
        return Submission.of(load.month().state(), sources, "");
    }

    private RunResult watch(
            Future<SubmitSummary> going, SendTimes times, Stopwatch stopwatch, long start, long startMillis)
            throws IOException, InterruptedException {
        List<Window> windows = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        Map<String, Progress> totals = Map.of();
        long last = start;
        Counts before = new Counts(0, 0, 0);
        boolean done = false;
        boolean aborted = false;
        while (!done) {
            try {
                long left = Math.max(1, last + SECOND - System.nanoTime());
                totals = going.get(left, TimeUnit.NANOSECONDS).files();
                done = true;
            } catch (TimeoutException stillGoing) {
                faults.dueAt((System.nanoTime() - start) / 1e9);
            } catch (ExecutionException e) {
                failure = Optional.of(reason(e));
                done = true;
            }
            long now = System.nanoTime();
            Counts counts = Counts.of(stopwatch);
            double second = (now - start) / 1e9;
            boolean warmUp = second <= warmUpSeconds + 0.5;
            stopwatch.cut(startMillis + (last - start) / 1_000_000, startMillis + (now - start) / 1_000_000, !warmUp);
            // The last window is not a whole second; its records count, its rate does not.
            Window window = window(stopwatch, counts, before, second, warmUp || done);
            windows.add(window);
            watcher.accept(window);
            before = counts;
            last = Math.max(last + SECOND, now - SECOND);
            if (!done && target.check().map(c -> !c.result().clean()).orElse(false)) {
                aborted = true;
                going.cancel(true);
                done = true;
            }
        }
        if (aborted) {
            failure = Optional.of("the run was ended by a finding of the check");
        }
        return result(times, stopwatch, windows, totals, failure, start, startMillis);
    }

    private static String reason(ExecutionException e) {
        return e.getCause() instanceof RefusedException refused
                ? refused.refusal().code() + " " + refused.refusal().place()
                : String.valueOf(e.getCause());
    }

    private record Counts(long sent, long acked, long deferred) {
        static Counts of(Stopwatch stopwatch) {
            return new Counts(stopwatch.sent(), stopwatch.acked(), stopwatch.deferred());
        }
    }

    private Window window(Stopwatch stopwatch, Counts now, Counts before, double second, boolean warmUp) {
        Histogram response = stopwatch.last(Stopwatch.Kind.RESPONSE);
        return new Window(
                second,
                warmUp,
                now.sent() - before.sent(),
                now.acked() - before.acked(),
                now.deferred() - before.deferred(),
                now.sent() - now.acked(),
                response.getValueAtPercentile(50) / 1000.0,
                response.getValueAtPercentile(90) / 1000.0,
                response.getValueAtPercentile(99) / 1000.0,
                response.getValueAtPercentile(99.9) / 1000.0,
                response.getMaxValue() / 1000.0,
                stopwatch.last(Stopwatch.Kind.SERVICE).getValueAtPercentile(99) / 1000.0,
                target.sample().get());
    }

    private RunResult result(
            SendTimes times,
            Stopwatch stopwatch,
            List<Window> windows,
            Map<String, Progress> totals,
            Optional<String> failure,
            long start,
            long startMillis)
            throws InterruptedException {
        double seconds = (System.nanoTime() - start) / 1e9;
        long drift = Math.abs(System.currentTimeMillis() - startMillis - (long) (seconds * 1000));
        Map<Stopwatch.Kind, Histogram> all = new EnumMap<>(Stopwatch.Kind.class);
        for (Stopwatch.Kind kind : Stopwatch.Kind.values()) {
            all.put(kind, stopwatch.total(kind).copy());
        }
        Optional<FeedCheck.Result> checked = Optional.empty();
        if (target.check().isPresent()) {
            checked = Optional.of(target.check().get().finish(times.durableRows()));
        }
        return new RunResult(
                target.route(),
                load,
                seconds,
                windows,
                all,
                checked,
                totals,
                stopwatch.deferred(),
                times.reconnects(),
                times.busiestNanos() / 1e9 / Math.max(0.001, seconds),
                drift > JUMP_MILLIS,
                failure,
                faults.marks());
    }
}
