package dev.weir.loadtest.measure;

import dev.weir.tmsis.FileType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** Histograms of a run behind its warm-up, in microseconds and weighed by records: of each file type, and of all. */
public final class Times {
    private static final int DIGITS = 3;
    private static final double MICROS = 1000;

    private final Map<Stopwatch.Kind, Histogram> all = new EnumMap<>(Stopwatch.Kind.class);
    private final Map<FileType, Map<Stopwatch.Kind, Histogram>> byType = new EnumMap<>(FileType.class);

    /** Adds what was timed for a file type. */
    void add(FileType type, Stopwatch.Kind kind, Histogram times) {
        if (times.getTotalCount() > 0) {
            all.computeIfAbsent(kind, k -> new Histogram(DIGITS)).add(times);
            byType.computeIfAbsent(type, t -> new EnumMap<>(Stopwatch.Kind.class))
                    .computeIfAbsent(kind, k -> new Histogram(DIGITS))
                    .add(times);
        }
    }

    /** Returns these and others together. */
    public Times plus(Times others) {
        Times sum = new Times();
        for (Times times : new Times[] {this, others}) {
            times.byType.forEach((type, kinds) -> kinds.forEach((kind, histogram) -> sum.add(type, kind, histogram)));
        }
        return sum;
    }

    /** Returns a copy that does not change any more. */
    Times copy() {
        return plus(new Times());
    }

    /** Returns the file types for which something was timed. */
    public Set<FileType> types() {
        return new TreeSet<>(byType.keySet());
    }

    /** Returns the times of a kind over all files. */
    public Histogram of(Stopwatch.Kind kind) {
        return all.getOrDefault(kind, new Histogram(DIGITS));
    }

    /** Returns the times of a kind for one file type. */
    public Histogram of(FileType type, Stopwatch.Kind kind) {
        return byType.getOrDefault(type, Map.of()).getOrDefault(kind, new Histogram(DIGITS));
    }

    /** Returns a percentile in milliseconds; zero where nothing was timed. */
    public static double millis(Histogram times, double percentile) {
        return times.getTotalCount() == 0 ? 0 : times.getValueAtPercentile(percentile) / MICROS;
    }
}
