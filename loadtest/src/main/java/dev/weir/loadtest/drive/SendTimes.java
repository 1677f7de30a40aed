package dev.weir.loadtest.drive;

import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.smp.Refusal;
import dev.weir.tmsis.FileType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Times every chunk of every file: when it was due, when it was sent, when it became durable. */
final class SendTimes implements SubmitProgress {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Stopwatch stopwatch;
    private final boolean openLoop;
    private final LongSupplier nanoTime;
    private final Map<String, OfFile> files = new HashMap<>();
    private final Map<Long, Long> cpuNanos = new ConcurrentHashMap<>();
    private final AtomicLong reconnects = new AtomicLong();

    /** The sends of one file; used by the one thread that sends it. */
    private static final class OfFile {
        private final long[] dueNanos;
        private final long[] sentNanos;
        private final int rowsPerChunk;
        private long lineFreeNanos = Long.MIN_VALUE;
        private int deferredChunk = -1;
        private long lineSeen;
        private volatile long durableRows;

        OfFile(long[] dueNanos, int rowsPerChunk) {
            this.dueNanos = dueNanos;
            this.sentNanos = new long[dueNanos.length];
            this.rowsPerChunk = rowsPerChunk;
        }
    }

    SendTimes(Stopwatch stopwatch, boolean openLoop, LongSupplier nanoTime) {
        this.stopwatch = stopwatch;
        this.openLoop = openLoop;
        this.nanoTime = nanoTime;
    }

    /** Adds a file before the run. */
    void file(String name, long[] dueNanos, int rowsPerChunk) {
        files.put(name, new OfFile(dueNanos, rowsPerChunk));
    }

    private OfFile of(SourceFile file) {
        OfFile found = files.get(file.name());
        if (found == null) {
            throw new IllegalStateException(file.name() + ": is a file of this load");
        }
        return found;
    }

    /** Tells that the line of a file is open, for the first time or again; before that nothing could be sent. */
    void opened(String name) {
        OfFile of = files.get(name);
        if (of != null) {
            of.lineFreeNanos = nanoTime.getAsLong();
        }
    }

    private static FileType type(SourceFile file) {
        return file.header().fileType();
    }

    private static long rows(SourceFile file, OfFile of, int chunk) {
        return Math.min(of.rowsPerChunk, file.rows() - (long) chunk * of.rowsPerChunk);
    }

    @Override
    public void deferred(SourceFile file, int chunk) {
        OfFile of = of(file);
        of.deferredChunk = chunk;
        stopwatch.deferred(rows(file, of, chunk));
    }

    @Override
    public void sent(SourceFile file, int chunk) {
        OfFile of = of(file);
        if (openLoop) {
            awaitDue(of.dueNanos[chunk]);
        }
        long now = nanoTime.getAsLong();
        if (of.lineSeen != reconnects.get()) {
            // The line was lost and is there again; what queued up meanwhile is not the generator's doing.
            of.lineSeen = reconnects.get();
            of.deferredChunk = chunk;
        }
        boolean again = of.sentNanos[chunk] != 0;
        of.sentNanos[chunk] = now;
        if (!again) {
            long rows = rows(file, of, chunk);
            stopwatch.sent(rows);
            if (openLoop && of.deferredChunk != chunk) {
                long from = Math.max(of.dueNanos[chunk], of.lineFreeNanos);
                stopwatch.record(type(file), Stopwatch.Kind.LATENESS, now - from, rows);
            }
        }
        // What had to wait for the line is the line's doing, and so is what queued up behind it.
        if (of.deferredChunk == chunk) {
            of.lineFreeNanos = now;
        }
        cpuNanos.put(Thread.currentThread().getId(), THREADS.getCurrentThreadCpuTime());
    }

    /** Waits for the last of the time; the submitter, which waits for answers meanwhile, wakes in milliseconds only. */
    private void awaitDue(long dueNanos) {
        for (long left = dueNanos - nanoTime.getAsLong(); left > 0; left = dueNanos - nanoTime.getAsLong()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void settled(SourceFile file, int chunk, int rows) {
        OfFile of = of(file);
        long now = nanoTime.getAsLong();
        stopwatch.record(
                type(file), Stopwatch.Kind.RESPONSE, now - (openLoop ? of.dueNanos[chunk] : of.sentNanos[chunk]), rows);
        stopwatch.record(type(file), Stopwatch.Kind.SERVICE, now - of.sentNanos[chunk], rows);
        stopwatch.acked(rows);
        of.durableRows += rows;
    }

    @Override
    public void reconnecting(Refusal reason, Duration after) {
        reconnects.incrementAndGet();
    }

    /** Returns how often a line was lost. */
    long reconnects() {
        return reconnects.get();
    }

    /** Returns the rows of each file that were acknowledged as durable. */
    Map<String, Long> durableRows() {
        Map<String, Long> rows = new HashMap<>();
        files.forEach((name, of) -> rows.put(name, of.durableRows));
        return rows;
    }

    /** Returns the processor time of the busiest thread that sends. */
    long busiestNanos() {
        return cpuNanos.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
