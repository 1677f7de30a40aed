package dev.weir.proxy.edge;

import dev.weir.core.ledger.EntryDraft;
import dev.weir.proxy.store.Ledger;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Records once in the life of the process that a submission was opened, however many streams carry it. Beyond so many new
 * submissions of one sender in an hour they are recorded as one sum: nothing is refused for that, because what is opened
 * here is minimized, and its end is recorded in any case. Safe for any thread.
 */
public final class OpenedSubmissions {
    /** New submissions of one sender that are recorded one by one in an hour. */
    public static final int EACH = 1_000;

    /** Submissions that are remembered; the oldest is forgotten first. */
    private static final int MOST = 10_000;

    private static final String COUNT = "count";

    private final Ledger ledger;
    private final SenderWindows windows;
    private final Map<String, CompletableFuture<Optional<Long>>> entries = new LinkedHashMap<>();

    /** Begins with no submission. */
    public OpenedSubmissions(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.windows = new SenderWindows(EACH, clock, (records, counts, since) -> {
            // What is summed was minimized and goes on in any case.
            var unused = ledger.append(records.openedMore(counts.getOrDefault(COUNT, 0L), since));
        });
    }

    /**
     * Records that a submission was opened.
     *
     * @param sender name of the submitter, from a certificate; not recorded
     * @return the index of the submission's entry, once it is durable; empty where it is part of a sum
     */
    synchronized CompletableFuture<Optional<Long>> record(String sender, Records records, Admission admission) {
        String submissionId = admission.upstream().getSubmissionId();
        CompletableFuture<Optional<Long>> known = entries.get(submissionId);
        if (known != null && !known.isCompletedExceptionally()) {
            return ledger.isOpen() ? known : refused();
        }
        // Looked at before anything is counted: what is refused was not opened, and a sum has no entry to be refused.
        if (!ledger.isOpen() || !ledger.hasRoom()) {
            return refused();
        }
        if (entries.size() >= MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        CompletableFuture<Optional<Long>> made = windows.each(sender, records, COUNT)
                ? append(records.opened(admission))
                : CompletableFuture.completedFuture(Optional.empty());
        entries.put(submissionId, made);
        return made;
    }

    private static CompletableFuture<Optional<Long>> refused() {
        return CompletableFuture.failedFuture(
                new IOException("ledger: can be written, and its disk has room for what is begun"));
    }

    private CompletableFuture<Optional<Long>> append(EntryDraft draft) {
        return ledger.append(draft).thenApply(entry -> Optional.of(entry.index()));
    }

    /** Records the sums of hours that are over; called now and then. */
    public void tick() {
        windows.tick();
    }

    /** Records all sums; called before the ledger is closed. */
    public void close() {
        windows.close();
    }
}
