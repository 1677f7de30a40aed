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

    /** Nothing was written, and nothing may be released. */
    record Refused(Reason reason) implements Reservation {}

    /** Why nothing may be released. */
    enum Reason {
        /** All uses of the attestation are taken, or this submission ended already. */
        REPLAY,
        /** The submission goes on under another plan or attestation than it began with. */
        PLAN_CHANGED
    }
}
