package dev.weir.endpoints.receiver;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which call carries a file right now. The newest wins: after a cut line the old call can look alive for a while. Safe for
 * any thread.
 */
final class StreamOwners {
    private final Map<FileKey, ReceiverCall> owners = new HashMap<>();

    /** Makes a call the owner of a file; the one before it, if any, is told to end. */
    void take(FileKey key, ReceiverCall call) {
        ReceiverCall before;
        synchronized (owners) {
            before = owners.put(key, call);
        }
        if (before != null && before != call) {
            before.takenOver();
        }
    }

    /** Returns whether a call still owns its file. */
    boolean owns(FileKey key, ReceiverCall call) {
        synchronized (owners) {
            return owners.get(key) == call;
        }
    }

    /** Returns the files that are carried. */
    Set<FileKey> files() {
        synchronized (owners) {
            return Set.copyOf(owners.keySet());
        }
    }

    /** Gives a file up, unless somebody else owns it already. */
    void release(FileKey key, ReceiverCall call) {
        synchronized (owners) {
            owners.remove(key, call);
        }
    }
}
