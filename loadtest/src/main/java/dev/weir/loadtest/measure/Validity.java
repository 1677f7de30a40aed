package dev.weir.loadtest.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the figures of a run may be believed. What is found makes a result invalid, not bad. */
public final class Validity {
    /** Below this an operating system's timers cannot be held to account. */
    private static final double TIMER_MILLIS = 2;

    private static final double LATENESS_SHARE = 0.05;
    private static final double BUSY = 0.8;
    private static final double CEILING_SHARE = 0.7;

    private Validity() {}

    /**
     * What a run says about itself.
     *
     * @param openLoop whether there were intended send times
     * @param latenessP99 milliseconds
     * @param responseP50 milliseconds
     * @param generatorBusy largest share of a processor that one thread of the generator used
     * @param rate records a second
     * @param ceiling records a second without a proxy, 0 where it was not measured
     * @param disturbances what changed around the run
     * @param windows windows behind the warm-up
     */
    public record Facts(
            boolean openLoop,
            double latenessP99,
            double responseP50,
            double generatorBusy,
            double rate,
            double ceiling,
            List<String> disturbances,
            int windows) {}

    /** Returns why the generator, and not the proxy, was the limit; nothing where it was not. */
    public static List<String> generator(Facts facts) {
        List<String> problems = new ArrayList<>();
        double most = Math.max(TIMER_MILLIS, LATENESS_SHARE * facts.responseP50());
        if (facts.openLoop() && facts.latenessP99() > most) {
            problems.add(String.format(
                    Locale.ROOT,
                    "lateness p99 %.1f ms is more than %.1f ms (5%% of the response p50, but no less than %.0f ms)",
                    facts.latenessP99(),
                    most,
                    TIMER_MILLIS));
        }
        if (facts.openLoop() && facts.generatorBusy() > BUSY) {
            problems.add(String.format(
                    Locale.ROOT, "a generator thread was busy %.0f%% of the time", 100 * facts.generatorBusy()));
        }
        if (facts.ceiling() > 0 && facts.rate() > CEILING_SHARE * facts.ceiling()) {
            problems.add(String.format(
                    Locale.ROOT,
                    "the rate is %.0f%% of what this machine does without a proxy",
                    100 * facts.rate() / facts.ceiling()));
        }
        return problems;
    }

    /** Returns what changed around the run, or that it was too short. */
    public static List<String> environment(Facts facts) {
        List<String> problems = new ArrayList<>(facts.disturbances());
        if (facts.windows() < 3) {
            problems.add("fewer than three seconds are left behind the warm-up");
        }
        return problems;
    }
}
