package dev.weir.loadtest.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Instant BEGIN = Instant.parse("2026-12-28T00:00:00Z");
    private static final int WINDOWS = 3600;

    /** A run with noise that lasts for some seconds, as caches and collectors make it. */
    private static double[] recorded(long seed, double mean) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] rates = new double[WINDOWS];
        double noise = 0;
        for (int i = 0; i < WINDOWS; i++) {
            noise = 0.9 * noise + 0.1 * (random.nextDouble() - 0.5);
            rates[i] = mean * (1 + noise);
        }
        return rates;
    }

    private static Outlook quiet(long remaining, Optional<Instant> due) {
        return new Outlook(remaining, BEGIN, due, 0, 0, 0, List.of(), List.of(), 1);
    }

    /**
     * Returns how many of ten runs end within the forecast made from their first ten minutes, between the earliest and the
     * latest of a thousand of its futures.
     *
     * @param slower by what the rest of the run is slower than what the forecast saw
     */
    private static int within(double slower) {
        int within = 0;
        for (int run = 0; run < 10; run++) {
            double[] rates = recorded(100 + run, 5000);
            double[] seen = Arrays.copyOf(rates, 600);
            long remaining = (long) Arrays.stream(rates).skip(600).sum();
            Forecast forecast = Forecast.of(new Rates(1, seen), quiet(remaining, Optional.empty()), run);
            double actual = (WINDOWS - 600) * slower;
            double[] finishes = forecast.finishes();
            within += actual >= finishes[0] * 0.995 && actual <= finishes[finishes.length - 1] * 1.005 ? 1 : 0;
        }
        return within;
    }

    @Test
    void recordedRuns_ofKnownLength_finishWithinTheirForecastInNineOfTen() {
        assertTrue(within(1) >= 9, within(1) + " of 10");
    }

    @Test
    void recordedRuns_thatTookOtherTimesThanTheForecastSaw_finishOutsideOfIt() {
        assertTrue(within(1.1) <= 1, within(1.1) + " of 10 although all are slower");
        assertTrue(within(0.9) <= 1, within(0.9) + " of 10 although all are faster");
    }

    @Test
    void usualAssumptions_makeTheForecastLater_neverEarlier() {
        Rates rates = new Rates(1, recorded(3, 5000));
        Forecast bare = Forecast.of(rates, quiet(50_000_000, Optional.empty()), 1);
        Forecast usual = Forecast.of(rates, Outlook.of(50_000_000, BEGIN, Optional.empty()), 1);
        assertTrue(usual.p50().isAfter(bare.p50()));
        assertTrue(usual.p99().isAfter(usual.p90()));
        assertTrue(usual.p99().isAfter(BEGIN.plus(Duration.ofHours(4))), "an outage is among the worst of them");
    }

    @Test
    void deadline_withRoom_isSafe_withoutIsAMiss() {
        Rates rates = new Rates(1, recorded(4, 5000));
        long tenHours = 5000L * 36_000;
        Instant far = BEGIN.plus(Duration.ofHours(40));
        Forecast safe = Forecast.of(rates, quiet(tenHours, Optional.of(far)), 1);
        assertEquals(Forecast.Verdict.SAFE, safe.verdict());
        assertEquals(4, safe.headroom(), 0.1);
        assertEquals(1, safe.chance(), 0);
        Instant latest = safe.latestSafeStart().orElseThrow();
        assertEquals(29, Duration.between(BEGIN, latest).toMinutes() / 60.0, 0.3);
        Forecast miss = Forecast.of(rates, quiet(tenHours, Optional.of(BEGIN.plus(Duration.ofHours(9)))), 1);
        assertEquals(Forecast.Verdict.MISS, miss.verdict());
        assertEquals(0, miss.chance(), 0);
    }

    @Test
    void somethingThatEndsBefore_isAtRisk_andNamed() {
        Outlook.Expiry certificate = new Outlook.Expiry("certificate", BEGIN.plus(Duration.ofHours(7)));
        Outlook outlook = quiet(5000L * 36_000, Optional.of(BEGIN.plus(Duration.ofHours(40))))
                .withExpiries(List.of(certificate));
        Forecast forecast = Forecast.of(new Rates(1, recorded(5, 5000)), outlook, 1);
        assertEquals(Forecast.Verdict.AT_RISK, forecast.verdict());
        assertEquals(Optional.of(certificate), forecast.firstExpiry());
    }

    @Test
    void closedTime_movesTheFinish() {
        Outlook.Closed night = new Outlook.Closed(BEGIN.plus(Duration.ofHours(2)), BEGIN.plus(Duration.ofHours(8)));
        Rates rates = new Rates(1, recorded(6, 5000));
        Outlook open = quiet(5000L * 4 * 3600, Optional.empty());
        Outlook closed = new Outlook(open.remaining(), BEGIN, Optional.empty(), 0, 0, 0, List.of(night), List.of(), 1);
        Duration moved = Duration.between(
                Forecast.of(rates, open, 1).p50(), Forecast.of(rates, closed, 1).p50());
        assertEquals(6, moved.toMinutes() / 60.0, 0.1);
    }

    @Test
    void decay_isFound_andTheCurveIsUsed() {
        double[] rates = new double[600];
        double sent = 0;
        for (int i = 0; i < rates.length; i++) {
            rates[i] = 1 / (1e-4 + 1e-11 * sent);
            sent += rates[i];
        }
        Rates decaying = new Rates(1, rates);
        assertTrue(decaying.decays());
        long remaining = 20_000_000;
        double expected = 1e-4 * remaining + 1e-11 * remaining * (double) remaining / 2;
        Duration p50 = Duration.between(
                BEGIN,
                Forecast.of(decaying, quiet(remaining, Optional.empty()), 1).p50());
        assertEquals(expected, p50.toMillis() / 1000.0, expected * 0.1);
        assertFalse(new Rates(1, recorded(7, 5000)).decays());
    }

    @Test
    void whatIf_fasterIsEarlier_slowerIsLater() {
        Forecast forecast = Forecast.of(new Rates(1, recorded(8, 5000)), quiet(5000L * 36_000, Optional.empty()), 1);
        assertEquals(5, forecast.whatIfs().size());
        assertTrue(forecast.whatIfs().get(0).p90().isBefore(forecast.p90()));
        assertTrue(forecast.whatIfs().get(2).p90().isAfter(forecast.p90()));
    }
}
