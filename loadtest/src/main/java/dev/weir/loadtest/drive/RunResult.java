package dev.weir.loadtest.drive;

import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Window;
import dev.weir.smp.v1.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What a run has shown.
 *
 * @param route what it went through
 * @param load what was sent
 * @param seconds from the first send to the last acknowledgement
 * @param windows its seconds
 * @param times histograms behind the warm-up, in microseconds
 * @param check what the check of the feed found; empty where none was made
 * @param files totals of each file as the receiver acknowledged them
 * @param deferred records that had to wait for the line
 * @param reconnects how often a line was lost
 * @param generatorBusy largest share of a processor that one sending thread used
 * @param clockJumped whether wall clock and monotonic clock disagree
 * @param failure why the submission did not end well, as codes
 * @param marks faults that were made, by second
 */
public record RunResult(
        String route,
        Load load,
        double seconds,
        List<Window> windows,
        Map<Stopwatch.Kind, Histogram> times,
        Optional<FeedCheck.Result> check,
        Map<String, Progress> files,
        long deferred,
        long reconnects,
        double generatorBusy,
        boolean clockJumped,
        Optional<String> failure,
        List<Mark> marks) {
    /** A fault at a second of the run. */
    public record Mark(double second, String what) {}

    private static final double MICROS = 1000.0;

    /** Returns the windows behind the warm-up that are whole. */
    public List<Window> steady() {
        List<Window> steady =
                new ArrayList<>(windows.stream().filter(w -> !w.warmUp()).toList());
        return steady;
    }

    /** Returns the mean records a second that became durable, behind the warm-up. */
    public double rate() {
        List<Window> steady = steady();
        if (steady.isEmpty()) {
            return seconds <= 0 ? 0 : acked() / seconds;
        }
        return steady.stream().mapToLong(Window::acked).average().orElse(0);
    }

    /** Returns the records that became durable. */
    public long acked() {
        return windows.stream().mapToLong(Window::acked).sum();
    }

    /** Returns a percentile in milliseconds. */
    public double millis(Stopwatch.Kind kind, double percentile) {
        Histogram histogram = times.get(kind);
        return histogram == null || histogram.getTotalCount() == 0
                ? 0
                : histogram.getValueAtPercentile(percentile) / MICROS;
    }

    /** Returns the proxy's processor seconds for a million records, 0 where they are not known. */
    public double proxyCpuPerMillion() {
        List<Window> steady = steady();
        if (steady.size() < 2) {
            return 0;
        }
        double cpu = steady.get(steady.size() - 1).proxy().cpuSeconds()
                - steady.get(0).proxy().cpuSeconds();
        long records = steady.stream().skip(1).mapToLong(Window::acked).sum();
        return records == 0 ? 0 : cpu / records * 1e6;
    }
}
