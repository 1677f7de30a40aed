package dev.weir.proxy.edge;

import dev.weir.core.attestation.Verdict;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.proxy.store.Ledger;
import dev.weir.smp.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records denials: each by itself while they are few, and what a sender has made of them beyond that as one entry with
 * counts, so that nobody fills the disk with bundles that are refused. Safe for any thread.
 */
public final class DenialLog {
    /** Denials of one sender that are recorded one by one in a window. */
    public static final int EACH = 30;

    static final Duration WINDOW = Duration.ofHours(1);

    /** Senders that are told apart; later ones share a window, so that names cannot be used up either. */
    private static final int MOST_SENDERS = 100;

    private static final String OTHERS = "";

    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<String, Window> windows = new LinkedHashMap<>();

    /** Begins with no denial. */
    public DenialLog(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What one sender was denied since a time. */
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
     * Takes a denial.
     *
     * @param sender name of who was denied, from a certificate; not recorded
     */
    synchronized void denied(
            String sender, Records records, String submissionId, Optional<Sha256> attestation, Verdict.Denied denied) {
        tick();
        String key = windows.containsKey(sender) || windows.size() < MOST_SENDERS ? sender : OTHERS;
        Window window = windows.computeIfAbsent(key, name -> new Window(clock.instant(), records));
        window.records = records;
        if (window.recorded < EACH) {
            window.recorded++;
            append(records.denied(submissionId, attestation, denied));
        } else {
            window.counts.merge(denied.code().name(), 1L, (a, b) -> (Long) a + (Long) b);
        }
    }

    /** Records the sums of windows that are over; called now and then. */
    public synchronized void tick() {
        Instant over = clock.instant().minus(WINDOW);
        windows.values().removeIf(window -> {
            boolean ends = window.begun.isBefore(over);
            if (ends) {
                sum(window);
            }
            return ends;
        });
    }

    /** Records all sums; called before the ledger is closed. */
    public synchronized void close() {
        windows.values().forEach(this::sum);
        windows.clear();
    }

    private void sum(Window window) {
        if (!window.counts.isEmpty()) {
            append(window.records.deniedMore(window.counts, window.begun));
        }
    }

    private void append(EntryDraft draft) {
        // A denial that is not recorded is a denial all the same.
        var unused = ledger.append(draft);
    }
}
