package dev.weir.loadtest.drive;

import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Times;
import dev.weir.loadtest.measure.Window;
import dev.weir.smp.v1.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run has shown.
 *
 * @param route what it went through
 * @param load what was sent
 * @param seconds from the first send to the last acknowledgement
 * @param windows its seconds
 * @param times histograms behind the warm-up
 * @param check what the check of the feed found; empty where none was made
 * @param files totals of each file as the receiver acknowledged them
 * @param deferred records that had to wait for the line
 * @param reconnects how often a line was lost
 * @param generatorBusy largest share of a processor that one sending thread used
 * @param disturbances what changed around it: a clock that jumped, memory that was swapped out
 * @param receipt the submission with its receipt, where it came to its end
 * @param ledger whether ledger and receipts hold; empty where they are somebody else's
 * @param failure why the submission did not end well, as codes
 * @param marks faults that were made, by second
 */
public record RunResult(
        String route,
        Load load,
        double seconds,
        List<Window> windows,
        Times times,
        Optional<FeedCheck.Result> check,
        Map<String, Progress> files,
        long deferred,
        long reconnects,
        double generatorBusy,
        List<String> disturbances,
        Optional<LedgerCheck.Submitted> receipt,
        Optional<LedgerCheck.Result> ledger,
        Optional<String> failure,
        List<Mark> marks) {
    /** A fault at a second of the run. */
    public record Mark(double second, String what) {}

    /** Returns the windows behind the warm-up that are whole. */
    public List<Window> steady() {
        return windows.stream().filter(w -> !w.warmUp()).toList();
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
        return Times.millis(times.of(kind), percentile);
    }

    /** Returns the proxy's processor seconds for a million records, 0 where they are not known. */
    public double proxyCpuPerMillion() {
        List<Window> counted = steady().isEmpty() ? windows : steady();
        double cpu = counted.stream().mapToDouble(Window::proxyCpu).sum();
        long records = counted.stream().mapToLong(Window::acked).sum();
        return records == 0 ? 0 : cpu / records * 1e6;
    }

    /** Returns this run and one after it of the same load over the same route as one. */
    RunResult then(RunResult next) {
        List<Window> allWindows = new ArrayList<>(windows);
        next.windows.forEach(window -> allWindows.add(window.later(seconds)));
        List<Mark> allMarks = new ArrayList<>(marks);
        next.marks.forEach(mark -> allMarks.add(new Mark(mark.second() + seconds, mark.what())));
        return new RunResult(
                route,
                load,
                seconds + next.seconds,
                allWindows,
                times.plus(next.times),
                check,
                next.files,
                deferred + next.deferred,
                reconnects + next.reconnects,
                Math.max(generatorBusy, next.generatorBusy),
                Stream.concat(disturbances.stream(), next.disturbances.stream())
                        .distinct()
                        .toList(),
                receipt,
                ledger,
                failure.or(() -> next.failure),
                allMarks);
    }

    /** Returns the same with what was found in the records of releases beside it. */
    RunResult withReleases(FeedCheck.Result found) {
        return with(check.map(own -> own.plus(found)), ledger);
    }

    /** Returns the same with what the ledger says. */
    RunResult withLedger(LedgerCheck.Result verified) {
        return with(check, Optional.of(verified));
    }

    private RunResult with(Optional<FeedCheck.Result> found, Optional<LedgerCheck.Result> verified) {
        return new RunResult(
                route,
                load,
                seconds,
                windows,
                times,
                found,
                files,
                deferred,
                reconnects,
                generatorBusy,
                disturbances,
                receipt,
                verified,
                failure,
                marks);
    }
}
