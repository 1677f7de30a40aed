package dev.weir.proxy.store;

/** What became of the wish to release. */
public sealed interface Reservation {
    /**
     * A use was taken, and RELEASE_INTENT is durable and under a signed checkpoint.
     *
     * @param use number of the use, from 1
     */
    record Reserved(DurableEntry entry, int use) implements Reservation {}

    /**
     * The submission has its use already; RELEASE_RESUMED is durable and no other use was taken.
     *
     * @param use number of the use that it has
     */
    record Resumed(DurableEntry entry, int use) implements Reservation {}

    /**
     * The release is complete at the receiver, and only its receipt is missing. Nothing was written, and no chunk may be
     * released.
     *
     * @param entry RELEASE_COMPLETED
     */
    record Completed(DurableEntry entry) implements Reservation {}

    /** Nothing was written, and nothing may be released. */
    record Refused(Reason reason) implements Reservation {}

    /** Why nothing may be released. */
    enum Reason {
        /** All uses of the attestation are taken, or this submission ended already and its receipt was acknowledged. */
        REPLAY,
        /** The submission is released under another plan or attestation. */
        PLAN_CHANGED,
        /** The release was resumed so often in an hour that another entry about it is too much. It goes on later. */
        RESUMED_TOO_OFTEN
    }
}
