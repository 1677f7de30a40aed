package dev.weir.endpoints.submitter;

import dev.weir.smp.Refusal;
import java.time.Duration;

/** Told how a submission goes. Called on any thread of the submitter. */
public interface SubmitProgress {
    /** Does nothing. */
    SubmitProgress NONE = new SubmitProgress() {};

    /** Rows of a file were acknowledged. */
    default void acknowledged(SourceFile file, long rows) {}

    /** A file is complete. */
    default void closed(SourceFile file) {}

    /** The line was lost and is tried again after a while. */
    default void reconnecting(Refusal reason, Duration after) {}

    /** The receiver has lost chunks that it had acknowledged; they are sent again. */
    default void receiverRegressed(SourceFile file, int settled, int wanted) {}
}
