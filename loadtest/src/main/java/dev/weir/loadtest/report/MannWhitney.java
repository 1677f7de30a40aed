package dev.weir.loadtest.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * The Mann-Whitney test of whether two samples come from the same distribution, in its normal approximation with ties.
 *
 * @param u its statistic
 * @param p chance of such a difference or a larger one where there is none
 */
record MannWhitney(double u, double p) {
    static MannWhitney of(double[] a, double[] b) {
        if (a.length < 2 || b.length < 2) {
            return new MannWhitney(0, 1);
        }
        double u = 0;
        for (double x : a) {
            for (double y : b) {
                u += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }
        double n = a.length + b.length;
        double mean = a.length * (double) b.length / 2;
        double spread = Math.sqrt(a.length * (double) b.length / 12 * (n + 1 - ties(a, b) / (n * (n - 1))));
        if (spread == 0) {
            return new MannWhitney(u, 1);
        }
        double z = Math.max(0, Math.abs(u - mean) - 0.5) / spread;
        return new MannWhitney(u, Math.min(1, 2 * tail(z)));
    }

    private static double ties(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        Arrays.sort(all);
        double ties = 0;
        int from = 0;
        for (int i = 1; i <= all.length; i++) {
            if (i == all.length || all[i] != all[from]) {
                double count = i - from;
                ties += count * count * count - count;
                from = i;
            }
        }
        return ties;
    }

    /** Returns the upper tail of the normal distribution (Abramowitz and Stegun 26.2.17). */
    private static double tail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double series =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * series;
    }

    /** Returns a chance as a mark: two stars below one in a hundred, one below five. */
    static String mark(double p) {
        String mark = p < 0.01 ? "significant **" : p < 0.05 ? "significant *" : "not significant";
        return String.format(Locale.ROOT, "%s (Mann-Whitney p = %.3f)", mark, p);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
