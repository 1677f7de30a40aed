package dev.weir.loadtest.drive;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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

    private final List<Planned> planned;
    private final List<RunResult.Mark> marks = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
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
            marks.add(new RunResult.Mark(second, fault.what()));
            thread.execute(() -> {
                try {
                    fault.fault().make();
                } catch (Exception e) {
                    marks.add(new RunResult.Mark(second, fault.what() + " could not be made"));
                }
            });
        }
    }

    /** Returns what was made. */
    List<RunResult.Mark> marks() {
        return List.copyOf(marks);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
