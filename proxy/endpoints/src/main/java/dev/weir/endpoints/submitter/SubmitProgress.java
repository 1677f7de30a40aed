package dev.weir.endpoints.submitter;

import dev.weir.smp.Refusal;
import java.time.Duration;

/** Told how a submission goes. Called on any thread of the submitter. */
public interface SubmitProgress {
    /** Does nothing. */
    SubmitProgress NONE = new SubmitProgress() {};

    /** Rows of a file were acknowledged. */
    default void acknowledged(SourceFile file, long rows) {}

    /** A chunk has to wait because too many are in flight or the line takes no more. */
    default void deferred(SourceFile file, int chunk) {}

    /** A chunk is handed to the line now, for the first time or again. */
    default void sent(SourceFile file, int chunk) {}

    /** A chunk is durable at the receiver. */
    default void settled(SourceFile file, int chunk, int rows) {}

    /** A file is complete. */
    default void closed(SourceFile file) {}

    /** The line was lost and is tried again after a while. */
    default void reconnecting(Refusal reason, Duration after) {}

    /** The receiver has lost chunks that it had acknowledged; they are sent again. */
    default void receiverRegressed(SourceFile file, int settled, int wanted) {}
}
