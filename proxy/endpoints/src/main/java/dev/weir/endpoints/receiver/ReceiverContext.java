package dev.weir.endpoints.receiver;

import dev.weir.smp.Refusal;
import java.util.Optional;

/**
 * What all calls of a receiver share.
 *
 * @param openCheck checks of an Open
 * @param keys keys of the proxies
 * @param store the thread that owns the store
 * @param owners which call carries which file
 * @param streams all streams
 * @param acks with what is signed
 * @param events told what happens
 */
record ReceiverContext(
        OpenCheck openCheck,
        StatementKeys keys,
        StoreThread store,
        StreamOwners owners,
        OpenStreams streams,
        Optional<Acks> acks,
        ReceiverEvents events) {
    void chunkAppended(FileKey key, ChunkEnvelope chunk) {
        events.chunkAppended(
                key.submissionId(), key.fileName(), chunk.number(), chunk.bytes(), chunk.offset(), chunk.length());
    }

    void chunkStored(int rows, int bytes) {
        events.chunkStored(rows, bytes);
    }

    void fileClosed(boolean complete) {
        events.fileClosed(complete);
    }

    void refused(Refusal refusal) {
        events.refused(refusal);
    }

    void defect(RuntimeException defect) {
        events.defect(defect.getClass().getName(), place(defect));
    }

    /** Class and line where a defect arose: our code, never a value. */
    private static String place(RuntimeException defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        return trace.length == 0 ? "unknown" : trace[0].getClassName() + ":" + trace[0].getLineNumber();
    }
}
