package dev.weir.proxy.store;

import dev.weir.core.ledger.LedgerEntry;
import dev.weir.smp.Sha256;

/**
 * An entry that is on the disk, flushed. Only the ledger makes one, so whoever holds it may go on to what the entry
 * announces. Immutable.
 */
public final class DurableEntry {
    private final LedgerEntry entry;

    /** For {@link Ledger} alone, after the flush. */
    DurableEntry(LedgerEntry entry) {
        this.entry = entry;
    }

    /** Returns its number in the ledger. */
    public long index() {
        return entry.seq();
    }

    /** Returns its hash in the tree. */
    public Sha256 leafHash() {
        return entry.hash();
    }

    /** Returns its time as it is recorded. */
    public String time() {
        return entry.time();
    }

    /** Returns the entry. */
    public LedgerEntry entry() {
        return entry;
    }
}
