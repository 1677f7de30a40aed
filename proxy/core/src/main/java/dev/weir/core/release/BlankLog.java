package dev.weir.core.release;

import dev.weir.core.minimize.Blanks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What was blanked in one file, over all its streams. Counts of a chunk are taken over when the receiver has it, so that a
 * chunk that is sent twice counts once; where streams of before are not known, neither is the sum. Safe for any thread.
 */
public final class BlankLog {
    private final Deque<Sent> pending = new ArrayDeque<>();
    private Blanks sum = Blanks.NONE;
    private int chunks;

    /** A chunk that was sent on and not acknowledged. */
    private record Sent(int number, Blanks blanks) {}

    /** A stream begins; the receiver has so many chunks. What it has not will come again. */
    synchronized void opened(int wanted) {
        while (!pending.isEmpty() && pending.peek().number() < wanted) {
            take(pending.remove());
        }
        pending.clear();
    }

    /** A chunk is about to be sent on. */
    synchronized void sent(int number, Blanks blanks) {
        pending.add(new Sent(number, blanks));
    }

    /** The receiver has a chunk. */
    synchronized void acked(int number) {
        Sent first = pending.peek();
        if (first != null && first.number() == number) {
            take(pending.remove());
        }
    }

    /** Counts a chunk that follows on the last one; any other leaves a gap, which stays. */
    private void take(Sent sent) {
        if (sent.number() == chunks) {
            chunks++;
            sum = sum.plus(sent.blanks());
        }
    }

    /** Returns what was blanked in so many chunks; empty where some of them were not seen. */
    public synchronized Optional<Blanks> of(int wanted) {
        return wanted == chunks ? Optional.of(sum) : Optional.empty();
    }
}
