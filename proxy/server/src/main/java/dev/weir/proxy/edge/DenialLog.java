package dev.weir.proxy.edge;

import dev.weir.core.attestation.Verdict;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.proxy.store.Ledger;
import dev.weir.smp.Sha256;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Records denials: each by itself while they are few, and what a sender has made of them beyond that as one entry with
 * counts, so that nobody fills the disk with bundles that are refused. Safe for any thread.
 */
public final class DenialLog {
    /** Denials of one sender that are recorded one by one in an hour. */
    public static final int EACH = 30;

    private final Ledger ledger;
    private final SenderWindows windows;

    /** Begins with no denial. */
    public DenialLog(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.windows =
                new SenderWindows(EACH, clock, (records, counts, since) -> append(records.deniedMore(counts, since)));
    }

    /**
     * Takes a denial.
     *
     * @param sender name of who was denied, from a certificate; not recorded
     */
    void denied(
            String sender, Records records, String submissionId, Optional<Sha256> attestation, Verdict.Denied denied) {
        if (windows.each(sender, records, denied.code().name())) {
            append(records.denied(submissionId, attestation, denied));
        }
    }

    /** Records the sums of hours that are over; called now and then. */
    public void tick() {
        windows.tick();
    }

    /** Records all sums; called before the ledger is closed. */
    public void close() {
        windows.close();
    }

    private void append(EntryDraft draft) {
        // A denial that is not recorded is a denial all the same.
        var unused = ledger.append(draft);
    }
}
