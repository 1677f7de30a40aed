package dev.weir.loadtest.drive;

import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.measure.DiskProbe;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Times;
import dev.weir.loadtest.measure.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Cuts a run into seconds. Used by one thread. */
final class Seconds {
    private final Stopwatch stopwatch;
    private final SendTimes times;
    private final Supplier<ProxySample> sample;
    private final DiskProbe disk;
    private final long[] dueNanos;
    private final long[] dueRows;
    private final List<Window> windows = new ArrayList<>();
    private Counts before = new Counts(0, 0, 0, 0);
    private double cpuBefore;
    private int due;
    private long rowsDue;

    private record Counts(long sent, long acked, long deferred, long reconnects) {}

    /**
     * Prepares.
     *
     * @param dueAt when the chunks of each file are due; nothing in a closed loop
     */
    Seconds(
            Stopwatch stopwatch,
            SendTimes times,
            Supplier<ProxySample> sample,
            DiskProbe disk,
            Map<SentFile, long[]> dueAt,
            int rowsPerChunk) {
        this.stopwatch = stopwatch;
        this.times = times;
        this.sample = sample;
        this.disk = disk;
        List<long[]> all = new ArrayList<>();
        dueAt.forEach((file, at) -> {
            for (int chunk = 0; chunk < at.length; chunk++) {
                all.add(new long[] {at[chunk], file.rowsOf(chunk, rowsPerChunk)});
            }
        });
        all.sort(Comparator.comparingLong(point -> point[0]));
        dueNanos = all.stream().mapToLong(point -> point[0]).toArray();
        dueRows = all.stream().mapToLong(point -> point[1]).toArray();
        cpuBefore = sample.get().cpuSeconds();
    }

    /**
     * Ends a second.
     *
     * @param now nanoseconds on the scale of the due times
     * @param second seconds since the first send
     */
    Window cut(long now, double second, boolean warmUp) {
        Counts counts = new Counts(stopwatch.sent(), stopwatch.acked(), stopwatch.deferred(), times.reconnects());
        while (due < dueNanos.length && dueNanos[due] <= now) {
            rowsDue += dueRows[due++];
        }
        ProxySample proxy = sample.get();
        Histogram response = stopwatch.last(Stopwatch.Kind.RESPONSE);
        Window window = new Window(
                second,
                warmUp,
                counts.sent() - before.sent(),
                counts.acked() - before.acked(),
                counts.deferred() - before.deferred(),
                counts.reconnects() - before.reconnects(),
                counts.sent() - counts.acked(),
                Math.max(0, rowsDue - counts.sent()),
                Times.millis(response, 50),
                Times.millis(response, 90),
                Times.millis(response, 99),
                Times.millis(response, 99.9),
                Times.millis(response, 100),
                Times.millis(stopwatch.last(Stopwatch.Kind.SERVICE), 99),
                // Less than before after a restart: what it used between is not known.
                Math.max(0, proxy.cpuSeconds() - cpuBefore),
                proxy,
                disk.taken());
        before = counts;
        cpuBefore = proxy.cpuSeconds();
        windows.add(window);
        return window;
    }

    List<Window> all() {
        return windows;
    }
}
