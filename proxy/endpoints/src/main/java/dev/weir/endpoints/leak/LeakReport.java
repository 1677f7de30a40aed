package dev.weir.endpoints.leak;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a scan found.
 *
 * @param canaries values searched for
 * @param patterns byte sequences searched for
 * @param bytes bytes searched
 * @param leaks what was found, the first {@link LeakScanner#MOST_LEAKS} of them
 * @param leakCount how many there were
 * @param found places of the values that were found
 */
public record LeakReport(int canaries, long patterns, long bytes, List<Leak> leaks, long leakCount, Set<String> found) {
    public LeakReport {
        leaks = List.copyOf(leaks);
        found = Set.copyOf(found);
    }

    /** Returns the sum of two reports of one scanner. */
    public LeakReport plus(LeakReport other) {
        List<Leak> all = new java.util.ArrayList<>(leaks);
        all.addAll(other.leaks);
        Set<String> places = new HashSet<>(found);
        places.addAll(other.found);
        return new LeakReport(
                canaries,
                patterns,
                bytes + other.bytes,
                all.subList(0, Math.min(all.size(), LeakScanner.MOST_LEAKS)),
                leakCount + other.leakCount,
                places);
    }
}
