package dev.weir.loadtest.drive;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Faults that are made at seconds of a run, on a thread of their own, one after the other. */
public final class Faults implements Closeable {
    /** A fault. */
    @FunctionalInterface
    public interface Fault {
        /** Makes it, and returns when it is over. */
        void make() throws Exception;
    }

    /**
     * A fault at its time.
     *
     * @param second second of the run
     * @param what its name
     */
    public record Planned(double second, String what, Fault fault) {}

    private static final long END_SECONDS = 90;

    private final List<Planned> planned;
    private final List<RunResult.Mark> marks = Collections.synchronizedList(new ArrayList<>());
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private int next;

    public Faults(List<Planned> planned) {
        this.planned = planned.stream()
                .sorted(Comparator.comparingDouble(Planned::second))
                .toList();
    }

    /** Makes what is due. */
    void dueAt(double second) {
        while (next < planned.size() && planned.get(next).second() <= second) {
            Planned fault = planned.get(next++);
            long asked = System.nanoTime();
            thread.execute(() -> make(fault, second, asked));
        }
    }

    /** A fault waits for the one before it, so its mark stands where it really began and says how long it took. */
    private void make(Planned fault, double second, long asked) {
        long begun = System.nanoTime();
        String end;
        try {
            fault.fault().make();
            end = String.format(Locale.ROOT, " %.1f s", (System.nanoTime() - begun) / 1e9);
        } catch (Exception e) {
            end = " could not be made";
        }
        marks.add(new RunResult.Mark(second + (begun - asked) / 1e9, fault.what() + end));
    }

    /** Returns what was made. */
    List<RunResult.Mark> marks() {
        return List.copyOf(marks);
    }

    /** Makes no more, but waits for the end of the one that is being made: what was stopped is to run again. */
    @Override
    public void close() {
        thread.getQueue().clear();
        thread.shutdown();
        try {
            thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
