package dev.weir.proxy.store;

import dev.weir.core.ledger.Checkpoint;
import java.time.Duration;

/**
 * What a ledger is called, and its limits.
 *
 * @param origin name of the ledger, {@code <host>/ledger}
 * @param state USPS code
 * @param software name and version, as entries say it
 * @param maxClockBehind how far the clock may be behind the last entry before releases are refused
 * @param maxWaiting appends that wait for the writer
 * @param maxBatch entries of one flush
 * @param journalEntries entries after which the journal begins anew
 * @param minFreeBytes what must be free on the disk before anything is begun; what has begun may go on into it
 */
public record LedgerConfig(
        String origin,
        String state,
        String software,
        Duration maxClockBehind,
        int maxWaiting,
        int maxBatch,
        int journalEntries,
        long minFreeBytes) {
    public LedgerConfig {
        require(Checkpoint.isOrigin(origin), "ledger.origin", "has letters, digits and . : _ / - only");
        require(state.matches("[A-Z]{2}"), "ledger.state", "is a USPS code of two capital letters");
        require(!maxClockBehind.isNegative(), "ledger.maxClockBehind", "is not negative");
        require(maxWaiting > 0, "ledger.maxWaiting", "is positive");
        require(maxBatch > 0, "ledger.maxBatch", "is positive");
        require(journalEntries > 0, "ledger.journalEntries", "is positive");
        require(minFreeBytes >= 0, "ledger.minFreeBytes", "is not negative");
    }

    /** Returns the defaults for a ledger. */
    public static LedgerConfig of(String origin, String state, String software) {
        return new LedgerConfig(origin, state, software, Duration.ofMinutes(5), 16_384, 1024, 8192, 0);
    }

    /** Returns the same with space that is kept free. */
    public LedgerConfig keepingFree(long bytes) {
        return new LedgerConfig(origin, state, software, maxClockBehind, maxWaiting, maxBatch, journalEntries, bytes);
    }

    private static void require(boolean holds, String key, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": " + rule);
        }
    }
}
