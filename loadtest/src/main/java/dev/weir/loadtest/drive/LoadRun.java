package dev.weir.loadtest.drive;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.submitter.Chunks;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.endpoints.submitter.Submitter;
import dev.weir.endpoints.submitter.SubmitterConfig;
import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.measure.DiskProbe;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Surroundings;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.sample.StateMonth;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
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
import java.util.Arrays;
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

/** One load through one endpoint, with the real submitter, second by second. */
public final class LoadRun {
    private static final long SECOND = 1_000_000_000L;
    private static final long LEAD = SECOND / 2;
    private static final Duration RETRY = Duration.ofMinutes(2);

    private final Load load;
    private final StateRows rows;
    private final Target target;
    private final Path dir;
    private final int warmUpSeconds;
    private LoadSource.Throttle throttle = () -> {};
    private Consumer<Window> watcher = window -> {};
    private Faults faults = new Faults(List.of());
    private Optional<FeedCheck> beside = Optional.empty();
    private Surroundings surroundings = new Surroundings();

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

    /** Ends as well when a check of what goes beside the load finds something. */
    LoadRun beside(FeedCheck check) {
        beside = Optional.of(check);
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
        boolean openLoop = load.arrival().openLoop();
        // In an open loop the line is there before the first chunk is due; a closed loop begins at once.
        long lead = openLoop ? LEAD : 0;
        surroundings = new Surroundings();
        long start = System.nanoTime() + lead;
        long startMillis = System.currentTimeMillis() + lead / 1_000_000;
        Map<String, SentFile> byName = new HashMap<>();
        Map<SentFile, long[]> due = new HashMap<>();
        for (SentFile file : files) {
            byName.put(file.name(), file);
            due.put(file, Arrays.stream(load.times(file)).map(at -> at + start).toArray());
        }
        ExecutorService submitting = Executors.newSingleThreadExecutor();
        try (Stopwatch stopwatch = new Stopwatch(dir.resolve("times.hlog"), startMillis);
                DiskProbe disk = new DiskProbe(dir)) {
            SendTimes times = new SendTimes(stopwatch, openLoop, System::nanoTime);
            Chunks.Opener opener = (source, rowsPerChunk) -> new LoadSource(
                    rows,
                    named(byName, source.name()),
                    rowsPerChunk,
                    due.getOrDefault(named(byName, source.name()), new long[0]),
                    openLoop,
                    throttle,
                    () -> times.opened(source.name()));
            due.forEach((file, at) -> times.file(file.name(), at, load.rowsPerChunk()));
            Seconds seconds = new Seconds(
                    stopwatch, times, target.sample(), disk, openLoop ? due : Map.of(), load.rowsPerChunk());
            Submission submission = submission(files);
            try (Submitter submitter = new Submitter(config(files.size()), opener)) {
                Future<SubmitSummary> going = submitting.submit(() -> submitter.submit(submission, times));
                return watch(going, times, stopwatch, seconds, start, startMillis);
            }
        } finally {
            submitting.shutdownNow();
            faults.close();
        }
    }

    private SubmitterConfig config(int files) {
        return new SubmitterConfig(
                target.endpoint(),
                target.tls(),
                ReadSettings.DEFAULT,
                dir.resolve("journal"),
                load.rowsPerChunk(),
                load.window(),
                Math.min(64, load.streams() == 0 ? files : load.streams()),
                RETRY);
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
            Future<SubmitSummary> going,
            SendTimes times,
            Stopwatch stopwatch,
            Seconds seconds,
            long start,
            long startMillis)
            throws InterruptedException {
        Optional<String> failure = Optional.empty();
        Optional<SubmitSummary> summary = Optional.empty();
        long last = start;
        boolean done = false;
        while (!done) {
            try {
                long left = Math.max(1, last + SECOND - System.nanoTime());
                summary = Optional.of(going.get(left, TimeUnit.NANOSECONDS));
                done = true;
            } catch (TimeoutException stillGoing) {
                faults.dueAt((System.nanoTime() - start) / 1e9);
            } catch (ExecutionException e) {
                failure = Optional.of(reason(e));
                done = true;
            }
            long now = System.nanoTime();
            double second = (now - start) / 1e9;
            boolean warmUp = second <= warmUpSeconds + 0.5;
            stopwatch.cut(startMillis + (last - start) / 1_000_000, startMillis + (now - start) / 1_000_000, !warmUp);
            // The last window is not a whole second; its records count, its rate does not.
            watcher.accept(seconds.cut(now, second, warmUp || done));
            last = Math.max(last + SECOND, now - SECOND);
            if (!done && !(clean(target.check()) && clean(beside))) {
                failure = Optional.of("the run was ended by a finding of the check");
                going.cancel(true);
                done = true;
            }
        }
        return result(times, stopwatch, seconds.all(), summary, failure, start);
    }

    private static boolean clean(Optional<FeedCheck> check) {
        return check.map(c -> c.result().clean()).orElse(true);
    }

    private static String reason(ExecutionException e) {
        return e.getCause() instanceof RefusedException refused
                ? refused.refusal().code() + " " + refused.refusal().place()
                : String.valueOf(e.getCause());
    }

    private RunResult result(
            SendTimes times,
            Stopwatch stopwatch,
            List<Window> windows,
            Optional<SubmitSummary> summary,
            Optional<String> failure,
            long start)
            throws InterruptedException {
        double seconds = (System.nanoTime() - start) / 1e9;
        faults.close();
        List<String> disturbances = surroundings.changes();
        Optional<FeedCheck.Result> checked = Optional.empty();
        if (target.check().isPresent()) {
            checked = Optional.of(target.check().get().finish(times.durableRows()));
        }
        return new RunResult(
                target.route(),
                load,
                seconds,
                windows,
                stopwatch.total(),
                checked,
                summary.map(SubmitSummary::files).orElse(Map.of()),
                stopwatch.deferred(),
                times.reconnects(),
                times.busiestNanos() / 1e9 / Math.max(0.001, seconds),
                disturbances,
                summary.map(this::receipt),
                Optional.empty(),
                failure,
                faults.marks());
    }

    private LedgerCheck.Submitted receipt(SubmitSummary summary) {
        return new LedgerCheck.Submitted(
                summary.submissionId(),
                summary.receipt()
                        .orElse(dir.resolve("journal")
                                .resolve(summary.submissionId())
                                .resolve("receipt.json")),
                0);
    }
}
