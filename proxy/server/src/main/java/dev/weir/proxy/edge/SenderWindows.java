package dev.weir.proxy.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps senders from filling the ledger: of what one of them does in an hour so much is recorded by itself, and what comes
 * beyond that as one sum. Safe for any thread.
 */
final class SenderWindows {
    static final Duration LENGTH = Duration.ofHours(1);

    /** Senders that are told apart; later ones share a window, so that names cannot be used up either. */
    private static final int MOST_SENDERS = 100;

    private static final String OTHERS = "";

    private final int each;
    private final InstantSource clock;
    private final Sums sums;
    private final Map<String, Window> windows = new LinkedHashMap<>();

    /**
     * Begins with nothing.
     *
     * @param each what of one sender is recorded one by one in a window
     * @param sums told what else there was
     */
    SenderWindows(int each, InstantSource clock, Sums sums) {
        this.each = each;
        this.clock = clock;
        this.sums = sums;
    }

    /** Records sums. */
    interface Sums {
        /**
         * Called once for a window in which there was more.
         *
         * @param records of the latest
         * @param counts how often each code came beyond what was recorded one by one
         */
        void record(Records records, Map<String, Object> counts, Instant since);
    }

    /** What one sender did since a time. */
    private static final class Window {
        private final Instant begun;
        private int recorded;
        private final Map<String, Object> counts = new TreeMap<>();
        private Records records;

        Window(Instant begun, Records records) {
            this.begun = begun;
            this.records = records;
        }
    }

    /**
     * Returns whether something is to be recorded by itself; otherwise it is counted.
     *
     * @param sender name, from a certificate; not recorded
     * @param code what it is counted as
     */
    synchronized boolean each(String sender, Records records, String code) {
        tick();
        String key = windows.containsKey(sender) || windows.size() < MOST_SENDERS ? sender : OTHERS;
        Window window = windows.computeIfAbsent(key, name -> new Window(clock.instant(), records));
        window.records = records;
        if (window.recorded < each) {
            window.recorded++;
            return true;
        }
        window.counts.merge(code, 1L, (a, b) -> (Long) a + (Long) b);
        return false;
    }

    /** Records the sums of windows that are over; called now and then. */
    synchronized void tick() {
        Instant over = clock.instant().minus(LENGTH);
        windows.values().removeIf(window -> {
            boolean ends = window.begun.isBefore(over);
            if (ends) {
                sum(window);
            }
            return ends;
        });
    }

    /** Records all sums. */
    synchronized void close() {
        windows.values().forEach(this::sum);
        windows.clear();
    }

    private void sum(Window window) {
        if (!window.counts.isEmpty()) {
            sums.record(window.records, window.counts, window.begun);
        }
    }
}
