package dev.weir.endpoints.receiver;

import dev.weir.smp.Refusal;

/** What happens at a receiver, in counts and codes, for whoever logs or counts it. Called on any thread. */
public interface ReceiverEvents {
    /** Does nothing. */
    ReceiverEvents NONE = new ReceiverEvents() {};

    /**
     * A chunk was appended to the feed, and will be once only, but is not durable yet. Called on the one thread of the
     * store, in the order of the feed; the bytes are the records with their tags and lengths and are not changed later.
     */
    default void chunkAppended(String submissionId, String fileName, int chunk, byte[] bytes, int offset, int length) {}

    /** A chunk is durable and acknowledged. */
    default void chunkStored(int rows, int bytes) {}

    /** A file is complete, and with it, perhaps, its submission. */
    default void fileClosed(boolean submissionComplete) {}

    /** A call was refused. */
    default void refused(Refusal refusal) {}

    /** A defect ended a call: the type of the exception and the place in our code. */
    default void defect(String type, String place) {}

    /** The store could not be flushed and is shut until the receiver is started anew. */
    default void storeFailed() {}
}
