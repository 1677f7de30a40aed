package dev.weir.loadtest.forecast;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Measured rates of windows of one length, and futures drawn from them by blocks, which keeps what windows that follow
 * each other have in common. Where the rate decays with what was sent, the fitted curve is used and not the mean.
 */
public final class Rates {
    private static final double BLOCK_SECONDS = 60;
    private static final int MOST_BLOCKS = 400;
    private static final double CERTAIN = 4;
    private static final double MATERIAL = 0.05;
    private static final int FIT_POINTS = 30;
    private static final int LEAST_POINTS = 12;

    private final double windowSeconds;
    private final double[] rates;

    /** Sums of the windows before each, twice around, so that a block is a difference. */
    private final double[] upTo;

    private final double average;
    private final double perRecord;
    private final double atStart;

    /**
     * Takes measured rates.
     *
     * @param windowSeconds length of a window
     * @param rates records a second, in order
     */
    public Rates(double windowSeconds, double[] rates) {
        if (rates.length == 0 || Arrays.stream(rates).sum() <= 0) {
            throw new IllegalArgumentException("forecast: needs a window in which something became durable");
        }
        this.windowSeconds = windowSeconds;
        this.rates = rates.clone();
        this.upTo = new double[2 * rates.length + 1];
        for (int i = 0; i < 2 * rates.length; i++) {
            upTo[i + 1] = upTo[i] + rates[i % rates.length];
        }
        this.average = Arrays.stream(rates).average().orElse(0);
        double[] fit = fit();
        this.atStart = fit[0];
        this.perRecord = fit[1];
    }

    /**
     * Fits seconds a record to records sent, and returns its value at the start and its growth a record; no growth where
     * it is not certain.
     */
    private double[] fit() {
        // Windows that follow each other are alike, so they are put together before they count as evidence.
        int together = Math.max(1, rates.length / FIT_POINTS);
        int n = rates.length / together;
        if (n < LEAST_POINTS) {
            return new double[] {1 / mean(), 0};
        }
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double work = upTo[(i + 1) * together] - upTo[i * together];
            x[i] = (upTo[i * together] + work / 2) * windowSeconds;
            y[i] = 1 / Math.max(work / together, mean() / 100);
        }
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }
        double slope = xx == 0 ? 0 : xy / xx;
        double start = meanY - slope * meanX;
        double rest = 0;
        for (int i = 0; i < n; i++) {
            double miss = y[i] - start - slope * x[i];
            rest += miss * miss;
        }
        double error = Math.sqrt(rest / (n - 2) / Math.max(xx, Double.MIN_NORMAL));
        boolean material = slope * x[n - 1] > MATERIAL * start;
        return slope > CERTAIN * error && material && start > 0
                ? new double[] {start, slope}
                : new double[] {1 / mean(), 0};
    }

    /** Returns the mean rate. */
    public double mean() {
        return average;
    }

    /** Returns whether the rate decays with what was sent. */
    public boolean decays() {
        return perRecord > 0;
    }

    /** Returns the seconds that some records take in one future. */
    double seconds(double records, SplittableRandom random) {
        double expected = atStart * records + perRecord * records * records / 2;
        return expected * mean() / drawnMean(expected, random);
    }

    /**
     * Returns the mean rate of a future of some seconds, drawn block by block, around a mean that is itself drawn: what
     * was measured is only a sample.
     */
    private double drawnMean(double seconds, SplittableRandom random) {
        int block = (int) Math.max(1, Math.min(rates.length, Math.round(BLOCK_SECONDS / windowSeconds)));
        int future = (int) Math.max(1, Math.min(MOST_BLOCKS, Math.round(seconds / (block * windowSeconds))));
        double measured = drawn(Math.max(1, rates.length / block), block, random);
        return Math.max(mean() / 1000, drawn(future, block, random) * measured / mean());
    }

    private double drawn(int blocks, int block, SplittableRandom random) {
        double sum = 0;
        for (int b = 0; b < blocks; b++) {
            int from = random.nextInt(rates.length);
            sum += upTo[from + block] - upTo[from];
        }
        return sum / ((double) blocks * block);
    }

    /** Returns the same windows at another speed. */
    Rates times(double factor) {
        return new Rates(
                windowSeconds, Arrays.stream(rates).map(rate -> rate * factor).toArray());
    }
}
