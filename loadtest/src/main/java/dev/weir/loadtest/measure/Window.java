package dev.weir.loadtest.measure;

/**
 * One second of a run. Times in milliseconds.
 *
 * @param second seconds since the first send
 * @param warmUp whether it is left out of the totals
 * @param sent records handed to the line
 * @param acked records that became durable
 * @param deferred records that had to wait for the line
 * @param inFlight records sent and not yet durable at its end
 * @param p50 median response
 * @param p90 response
 * @param p99 response
 * @param p999 response
 * @param max longest response
 * @param service p99 of service
 * @param proxy what the proxy used
 */
public record Window(
        double second,
        boolean warmUp,
        long sent,
        long acked,
        long deferred,
        long inFlight,
        double p50,
        double p90,
        double p99,
        double p999,
        double max,
        double service,
        ProxySample proxy) {}
