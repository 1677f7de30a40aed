package dev.weir.loadtest.check;

/** What can be wrong with a record that was sent. The order is that of how bad it is. */
public enum Finding {
    /** A protected value came through. */
    LEAKED,
    /** The record is not what it must be. */
    CHANGED,
    /** The record came more than once. */
    DUPLICATED,
    /** The record did not come. */
    LOST
}
