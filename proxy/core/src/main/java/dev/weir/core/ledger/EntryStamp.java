package dev.weir.core.ledger;

/**
 * What the ledger adds to a draft.
 *
 * @param seq number of the entry, from 0
 * @param time UTC with milliseconds, {@code 2026-01-31T00:00:00.000Z}
 * @param state USPS code
 * @param software name and version of what wrote it
 */
public record EntryStamp(long seq, String time, String state, String software) {}
