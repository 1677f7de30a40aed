package dev.weir.proxy.cli;

import java.io.Closeable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** One line on a terminal that says how far long work is: rows, rate, time left. Silent where nobody watches. */
final class ProgressLine implements Closeable {
    private static final long EVERY_NANOS = Duration.ofMillis(250).toNanos();

    private final PrintStream out;
    private final boolean watched;
    private final String what;
    private final long all;
    private final long begun = System.nanoTime();
    private long done;
    private long shownAt;

    /**
     * Begins a line.
     *
     * @param what what is counted, such as {@code rows acknowledged}
     * @param all how many there will be
     */
    ProgressLine(PrintStream out, String what, long all) {
        this.out = out;
        this.watched = System.console() != null;
        this.what = what;
        this.all = all;
    }

    /** Counts more of them. Safe for any thread. */
    synchronized void add(long more) {
        done += more;
        long now = System.nanoTime();
        if (watched && now - shownAt > EVERY_NANOS) {
            shownAt = now;
            out.print("\r" + text(now) + "\u001B[K");
            out.flush();
        }
    }

    private String text(long now) {
        double seconds = Math.max(0.001, (now - begun) / 1e9);
        double rate = done / seconds;
        long left = rate < 1 ? 0 : Math.round((all - done) / rate);
        return String.format(
                Locale.ROOT,
                "%,d of %,d %s (%d%%), %,.0f/s, %d:%02d:%02d left",
                done,
                all,
                what,
                all == 0 ? 100 : done * 100 / all,
                rate,
                left / 3600,
                left / 60 % 60,
                left % 60);
    }

    /** Says something in a line of its own, also where nobody watches. */
    synchronized void say(String text) {
        out.println((watched ? "\r\u001B[K" : "") + text);
    }

    @Override
    public synchronized void close() {
        if (watched && shownAt != 0) {
            out.print("\r\u001B[K");
            out.flush();
        }
    }
}
