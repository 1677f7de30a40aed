package dev.weir.proxy.edge;

import dev.weir.smp.Refusal;
import dev.weir.smp.v1.Tally;

/** What happens at the edge, in counts and codes, for whoever logs or counts it. Called on any thread. */
public interface EdgeEvents {
    /** Does nothing. */
    EdgeEvents NONE = new EdgeEvents() {};

    /** A stream was opened and its plan accepted upstream. */
    default void opened(String submissionId, int nextChunk) {}

    /**
     * A chunk was minimized and sent on.
     *
     * @param tally what became of its rows
     * @param bytesIn bytes of the chunk
     * @param bytesOut bytes of the minimized chunk
     * @param nanos time that minimizing took
     */
    default void minimized(Tally tally, int bytesIn, int bytesOut, long nanos) {}

    /** Chunks were acknowledged by the receiver. */
    default void acknowledged(int chunks) {}

    /** A stream ended well. */
    default void closed(String submissionId, boolean submissionComplete) {}

    /** A stream was refused or broken off. */
    default void refused(String submissionId, Refusal refusal) {}

    /** A defect ended a stream: the type of the exception and the place in our code. */
    default void defect(String type, String place) {}
}
