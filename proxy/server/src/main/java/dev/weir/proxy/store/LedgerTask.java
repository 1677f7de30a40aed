package dev.weir.proxy.store;

import dev.weir.core.ledger.LedgerFormatException;
import java.io.IOException;

/** A piece of work for the one thread that writes the ledger. */
interface LedgerTask {
    /** Does nothing; wakes the thread. */
    LedgerTask NOTHING = new LedgerTask() {
        @Override
        public void write(LedgerWriter writer) {}

        @Override
        public void fail(LedgerException cause) {}
    };

    /** Adds to what will be flushed. A refusal concerns this task alone. */
    void write(LedgerWriter writer) throws LedgerException, IOException, LedgerFormatException;

    /** Tells why it cannot be done. */
    void fail(LedgerException cause);
}
