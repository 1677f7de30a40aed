package dev.weir.loadtest.month;

import dev.weir.tmsis.FileType;
import java.util.EnumMap;
import java.util.Map;

/**
 * What must be sent: rows by file type.
 *
 * @param state USPS code
 * @param ansi ANSI code
 * @param seed of all rows
 * @param basis where the counts come from
 * @param rows rows of each file type; a type without rows is not sent
 */
public record MonthPlan(String state, String ansi, long seed, String basis, Map<FileType, Long> rows) {
    /** Seed of a run for which none was given. */
    public static final long SEED = 20_261_101L;

    public MonthPlan {
        if (rows.values().stream().anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException("plan: rows: are not negative");
        }
        if (!state.matches("[A-Z]{2}") || !ansi.matches("[0-9]{2}")) {
            throw new IllegalArgumentException("plan: state: is a USPS code with an ANSI code");
        }
        rows = Map.copyOf(rows);
    }

    /** Returns the rows of a file type. */
    public long rows(FileType type) {
        return rows.getOrDefault(type, 0L);
    }

    /** Returns the rows of all files. */
    public long total() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the same proportions with another number of rows in all, and at least one row a file that had some. */
    public MonthPlan scaledTo(long total) {
        Map<FileType, Long> scaled = new EnumMap<>(FileType.class);
        double all = total();
        rows.forEach((type, n) -> scaled.put(type, n == 0 ? 0 : Math.max(1, Math.round(n / all * total))));
        return new MonthPlan(state, ansi, seed, basis, scaled);
    }

    /** Returns the same plan with another seed. */
    public MonthPlan withSeed(long newSeed) {
        return new MonthPlan(state, ansi, newSeed, basis, rows);
    }
}
