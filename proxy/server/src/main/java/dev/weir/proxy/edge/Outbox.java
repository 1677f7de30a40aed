package dev.weir.proxy.edge;

import dev.weir.smp.RefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * What of one stream waits to be sent, in order: until it is recorded, where it must be, and until upstream is ready. Used
 * under the lock of its stream.
 */
final class Outbox {
    /** Chunks of a release that may wait: enough for the disk to flush some while the next ones are minimized. */
    private static final int RECORDED_AHEAD = 8;

    private final Deque<CompletableFuture<Sending>> waiting = new ArrayDeque<>();

    /** Something that may be sent. */
    interface Sending {
        void to(Upstream upstream) throws RefusedException;
    }

    /** Adds what may be sent as soon as upstream is ready. */
    void add(Sending sending) {
        waiting.add(CompletableFuture.completedFuture(sending));
    }

    /** Adds what may be sent when something has happened first; where that fails, nothing behind it is sent either. */
    void add(CompletableFuture<Sending> sending) {
        waiting.add(sending);
    }

    /** Sends what may be sent while upstream is ready. */
    void send(Upstream to) throws RefusedException {
        CompletableFuture<Sending> first = waiting.peek();
        while (first != null && first.isDone() && !first.isCompletedExceptionally() && to.ready()) {
            waiting.remove();
            first.join().to(to);
            first = waiting.peek();
        }
    }

    /** Returns whether a chunk may be minimized whose bytes are the engine's until they are sent. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Returns whether a chunk may be minimized that waits in bytes of its own. */
    boolean hasRoom() {
        return waiting.size() < RECORDED_AHEAD;
    }
}
