package dev.weir.loadtest.drive;

import java.util.SplittableRandom;

/** How the work of a run is spread over its time. */
public enum Arrival {
    /** One long file: evenly. */
    UNIFORM,
    /** Many small submitters: exponential gaps from the seed. */
    POISSON,
    /** Batch windows: ten of them, each open half of its time. */
    ONOFF,
    /** Rising towards the due time: the last quarter has 40 % of the work. */
    MONTH_END,
    /** Evenly, and at three quarters of the time the largest file comes once more, all at once. */
    RESUBMIT_STORM,
    /** The times of an operator's own log, scaled to the run. */
    REPLAY,
    /** Closed loop: the next chunk as soon as the line takes it. Response times of such a run mean little. */
    CLOSED;

    private static final int BATCHES = 10;
    private static final double QUIET_TIME = 0.75;
    private static final double QUIET_WORK = 0.6;

    /** Returns whether there are intended send times. */
    public boolean openLoop() {
        return this != CLOSED;
    }

    /** Returns at which share of the time a share of the work is due; both from 0 to 1. */
    double time(double work, Replay replay) {
        return switch (this) {
            case UNIFORM, POISSON, RESUBMIT_STORM -> work;
            case CLOSED -> 0;
            case REPLAY -> replay.time(work);
            case ONOFF -> {
                double batch = Math.min(BATCHES - 1, Math.floor(work * BATCHES));
                yield (batch + (work * BATCHES - batch) / 2) / BATCHES;
            }
            case MONTH_END ->
                work < QUIET_WORK
                        ? work / QUIET_WORK * QUIET_TIME
                        : QUIET_TIME + (work - QUIET_WORK) / (1 - QUIET_WORK) * (1 - QUIET_TIME);
        };
    }

    /** Returns the times at which the chunks of a file are due, in nanoseconds from the start of the run. */
    long[] times(int chunks, long durationNanos, long seed, Replay replay) {
        long[] times = new long[chunks];
        SplittableRandom random = new SplittableRandom(seed);
        double at = 0;
        for (int i = 0; i < chunks; i++) {
            if (this == POISSON) {
                at -= Math.log(1 - random.nextDouble()) / chunks;
                times[i] = (long) (at * durationNanos);
            } else {
                times[i] = (long) (time((i + 0.5) / chunks, replay) * durationNanos);
            }
        }
        return times;
    }
}
