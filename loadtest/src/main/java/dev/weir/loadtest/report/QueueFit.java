package dev.weir.loadtest.report;

import java.util.Arrays;
import java.util.Optional;

/**
 * A curve through the times of several rates: that of one queue, {@code time = alone / (1 - rate / capacity)}.
 *
 * @param alone time where nothing else is in the queue
 * @param capacity rate at which it grows without end
 */
record QueueFit(double alone, double capacity) {
    private static final int POINTS = 40;
    private static final double FARTHEST = 2;
    private static final double MOST = 0.98;

    /** Fits by least squares on one over the time; empty where the times do not rise towards some rate. */
    static Optional<QueueFit> of(double[] rates, double[] times) {
        int n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < rates.length; i++) {
            if (times[i] > 0) {
                n++;
                x += rates[i];
                y += 1 / times[i];
                xx += rates[i] * rates[i];
                xy += rates[i] / times[i];
            }
        }
        double spread = n * xx - x * x;
        if (n < 3 || spread <= 0) {
            return Optional.empty();
        }
        double slope = (n * xy - x * y) / spread;
        double start = (y - slope * x) / n;
        double capacity = slope < 0 && start > 0 ? -start / slope : Double.MAX_VALUE;
        // Far beyond what was tried it is a guess, and none is better.
        return capacity < FARTHEST * Arrays.stream(rates).max().orElse(0)
                ? Optional.of(new QueueFit(1 / start, capacity))
                : Optional.empty();
    }

    Svg.Series series(String name, double from, double to) {
        double last = Math.min(to, MOST * capacity);
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = from + (last - from) * i / (POINTS - 1);
            y[i] = alone / (1 - x[i] / capacity);
        }
        return new Svg.Series(name, x, y);
    }
}
