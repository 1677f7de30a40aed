package dev.weir.endpoints.receiver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The Submit streams of a receiver, so that those can be ended on which nothing comes. Safe for any thread. */
final class OpenStreams {
    private final Set<ReceiverCall> streams = ConcurrentHashMap.newKeySet();

    /** Adds a stream and returns it. */
    ReceiverCall add(ReceiverCall stream) {
        streams.add(stream);
        return stream;
    }

    /** Forgets a stream. */
    void remove(ReceiverCall stream) {
        streams.remove(stream);
    }

    /** Ends the streams that were silent since this was called last. */
    void endSilent() {
        streams.forEach(ReceiverCall::endIfSilent);
    }
}
