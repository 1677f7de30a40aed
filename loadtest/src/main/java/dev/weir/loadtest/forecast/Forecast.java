package dev.weir.loadtest.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * When it will be finished.
 *
 * @param p50 finish in half of all futures
 * @param p90 in nine of ten
 * @param p99 in 99 of 100
 * @param chance share of futures that finish before the due time; 1 where there is none
 * @param headroom sustainable rate over required rate; 0 without a due time
 * @param latestSafeStart due time less the P99 duration and the margin
 * @param firstExpiry what ends first, if anything does before the P99 finish
 * @param verdict the answer
 * @param decays whether the rate decays with what was sent
 * @param finishes some of the futures' finishing times in seconds from the beginning, ascending
 * @param whatIfs other courses
 */
public record Forecast(
        Instant p50,
        Instant p90,
        Instant p99,
        double chance,
        double headroom,
        Optional<Instant> latestSafeStart,
        Optional<Outlook.Expiry> firstExpiry,
        Verdict verdict,
        boolean decays,
        double[] finishes,
        List<WhatIf> whatIfs) {
    private static final int FUTURES = 10_000;
    private static final double HOUR = 3600;
    private static final double WEEK = 7 * 24 * HOUR;
    private static final double RAMP_SECONDS = 60;

    /** Whether the deadline will be met. */
    public enum Verdict {
        /** P99 before the due time, and nothing expires before. */
        SAFE,
        /** P90 before the due time. */
        AT_RISK,
        /** Neither. */
        MISS
    }

    /** Another course, and when it would finish in nine of ten futures. */
    public record WhatIf(String course, Instant p90, Verdict verdict) {}

    public Forecast {
        finishes = finishes.clone();
        whatIfs = List.copyOf(whatIfs);
    }

    /** Draws futures. */
    public static Forecast of(Rates rates, Outlook outlook, long seed) {
        double[] finishes = draw(rates, outlook, seed);
        Forecast plain = judge(rates, outlook, finishes, List.of());
        List<WhatIf> whatIfs = new ArrayList<>();
        whatIfs.add(whatIf("rate +25 %", rates.times(1.25), outlook, seed));
        whatIfs.add(whatIf("two proxies, if nothing else is the limit", rates.times(2), outlook, seed));
        whatIfs.add(whatIf("receiver at half speed", rates.times(0.5), outlook, seed));
        whatIfs.add(whatIf("begin twelve hours later", rates, later(outlook, 12), seed));
        whatIfs.add(whatIf("begin a day later", rates, later(outlook, 24), seed));
        return new Forecast(
                plain.p50,
                plain.p90,
                plain.p99,
                plain.chance,
                plain.headroom,
                plain.latestSafeStart,
                plain.firstExpiry,
                plain.verdict,
                plain.decays,
                thinned(finishes),
                whatIfs);
    }

    private static Outlook later(Outlook outlook, int hours) {
        return outlook.beginningAt(outlook.begin().plus(Duration.ofHours(hours)));
    }

    private static WhatIf whatIf(String course, Rates rates, Outlook outlook, long seed) {
        Forecast other = judge(rates, outlook, draw(rates, outlook, seed), List.of());
        return new WhatIf(course, other.p90, other.verdict);
    }

    private static double[] draw(Rates rates, Outlook outlook, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] finishes = new double[FUTURES];
        for (int i = 0; i < FUTURES; i++) {
            double again = outlook.again() == 0 ? 0 : -Math.log(1 - random.nextDouble()) * outlook.again();
            double work = rates.seconds(outlook.remaining() * (1 + Math.min(again, 1)), random);
            finishes[i] = withInterruptions(work, outlook, random);
        }
        Arrays.sort(finishes);
        return finishes;
    }

    /** Returns when some seconds of work are done, with outages by chance, closed times, and a ramp after each. */
    private static double withInterruptions(double work, Outlook outlook, SplittableRandom random) {
        double at = 0;
        double left = work;
        List<Outlook.Closed> closed = outlook.closed().stream()
                .sorted(Comparator.comparing(Outlook.Closed::from))
                .toList();
        int next = 0;
        while (true) {
            double outage = outlook.outagesPerWeek() == 0
                    ? Double.POSITIVE_INFINITY
                    : at - Math.log(1 - random.nextDouble()) * WEEK / outlook.outagesPerWeek();
            double closing = next < closed.size()
                    ? Math.max(at, seconds(outlook, closed.get(next).from()))
                    : Double.POSITIVE_INFINITY;
            double stop = Math.min(outage, closing);
            if (at + left <= stop) {
                return at + left;
            }
            left -= stop - at;
            if (closing <= outage) {
                at = Math.max(stop, seconds(outlook, closed.get(next++).to()));
            } else {
                at = stop + outlook.outageHours() * HOUR;
            }
            left += RAMP_SECONDS / 2;
        }
    }

    private static double seconds(Outlook outlook, Instant at) {
        return Duration.between(outlook.begin(), at).toMillis() / 1000.0;
    }

    private static Forecast judge(Rates rates, Outlook outlook, double[] finishes, List<WhatIf> whatIfs) {
        Instant p50 = at(outlook, finishes, 0.50);
        Instant p90 = at(outlook, finishes, 0.90);
        Instant p99 = at(outlook, finishes, 0.99);
        Optional<Outlook.Expiry> expiry = outlook.expiries().stream()
                .min(Comparator.comparing(Outlook.Expiry::at))
                .filter(first -> first.at().isBefore(p99));
        if (outlook.due().isEmpty()) {
            Verdict verdict = expiry.isPresent() ? Verdict.AT_RISK : Verdict.SAFE;
            return new Forecast(
                    p50, p90, p99, 1, 0, Optional.empty(), expiry, verdict, rates.decays(), finishes, whatIfs);
        }
        Instant due = outlook.due().get();
        double allowed = seconds(outlook, due);
        long inTime = Arrays.stream(finishes).filter(f -> f <= allowed).count();
        boolean safe = p99.isBefore(due) && expiry.isEmpty();
        Verdict verdict = safe ? Verdict.SAFE : p90.isBefore(due) ? Verdict.AT_RISK : Verdict.MISS;
        double required = outlook.remaining() / Math.max(1, allowed);
        Instant latest = due.minus(Duration.between(outlook.begin(), p99))
                .minus(Duration.ofMinutes(Math.round(60 * outlook.marginHours())));
        return new Forecast(
                p50,
                p90,
                p99,
                (double) inTime / finishes.length,
                rates.mean() / required,
                Optional.of(latest),
                expiry,
                verdict,
                rates.decays(),
                finishes,
                whatIfs);
    }

    private static Instant at(Outlook outlook, double[] finishes, double share) {
        int index = (int) Math.min(finishes.length - 1L, Math.round(share * finishes.length));
        return outlook.begin().plusMillis(Math.round(finishes[index] * 1000));
    }

    private static double[] thinned(double[] finishes) {
        double[] thin = new double[201];
        for (int i = 0; i < thin.length; i++) {
            thin[i] = finishes[(int) Math.min(finishes.length - 1L, (long) i * finishes.length / 200)];
        }
        return thin;
    }

    /** Returns a duration in words. */
    public static String words(Duration duration) {
        long minutes = Math.max(0, duration.toMinutes());
        return minutes < 60
                ? String.format(Locale.ROOT, "%d min", minutes)
                : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }
}
