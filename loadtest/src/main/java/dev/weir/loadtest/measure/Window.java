package dev.weir.loadtest.measure;

import java.util.List;

/**
 * One second of a run. Times in milliseconds.
 *
 * @param second seconds since the first send
 * @param warmUp whether it is left out of the totals
 * @param sent records handed to the line
 * @param acked records that became durable
 * @param deferred records that had to wait for the line
 * @param reconnects lines that were lost
 * @param inFlight records sent and not yet durable at its end
 * @param backlog records that were due and not yet sent at its end
 * @param p50 median response
 * @param p90 response
 * @param p99 response
 * @param p999 response
 * @param max longest response
 * @param service p99 of service
 * @param proxyCpu processor seconds that the proxy used in it
 * @param proxy what the proxy used so far
 * @param flushes how long writing a few bytes to this machine's disk for good took, each time it was tried
 */
public record Window(
        double second,
        boolean warmUp,
        long sent,
        long acked,
        long deferred,
        long reconnects,
        long inFlight,
        long backlog,
        double p50,
        double p90,
        double p99,
        double p999,
        double max,
        double service,
        double proxyCpu,
        ProxySample proxy,
        List<Double> flushes) {
    public Window {
        flushes = List.copyOf(flushes);
    }

    /** Returns the same as a part of a longer run, so many seconds later. */
    public Window later(double seconds) {
        return new Window(
                second + seconds,
                warmUp,
                sent,
                acked,
                deferred,
                reconnects,
                inFlight,
                backlog,
                p50,
                p90,
                p99,
                p999,
                max,
                service,
                proxyCpu,
                proxy,
                flushes);
    }
}
