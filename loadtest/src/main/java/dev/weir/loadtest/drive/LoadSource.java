package dev.weir.loadtest.drive;

import dev.weir.endpoints.submitter.ChunkSource;
import dev.weir.endpoints.submitter.Chunks;
import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.month.StateRows;
import dev.weir.tmsis.wire.WireBuffer;
import java.util.List;

/** The chunks of a file that is made while it is sent, each with its intended send time. */
final class LoadSource implements Chunks {
    private static final long EARLY_NANOS = 1_100_000;

    private final StateRows rows;
    private final SentFile file;
    private final int rowsPerChunk;
    private final int chunks;
    private final long[] dueNanos;
    private final boolean paced;
    private final Throttle throttle;
    private final Runnable begun;
    private final WireBuffer records = new WireBuffer(1 << 18);
    private int number = -1;

    /** Slows the generator down, for the tool's own tests. */
    interface Throttle {
        /** Called before a chunk is made. */
        void beforeChunk();
    }

    /**
     * Opens a file.
     *
     * @param dueNanos when each chunk is due, on the scale of {@link System#nanoTime}
     * @param paced whether these times are kept
     * @param begun told when the first chunk is asked for, which is when the line has been opened
     */
    LoadSource(
            StateRows rows,
            SentFile file,
            int rowsPerChunk,
            long[] dueNanos,
            boolean paced,
            Throttle throttle,
            Runnable begun) {
        this.rows = rows;
        this.file = file;
        this.rowsPerChunk = rowsPerChunk;
        this.chunks = file.chunks(rowsPerChunk);
        this.dueNanos = dueNanos;
        this.paced = paced;
        this.throttle = throttle;
        this.begun = begun;
    }

    @Override
    public boolean next() {
        if (number + 1 >= chunks) {
            return false;
        }
        if (number < 0) {
            begun.run();
        }
        number++;
        throttle.beforeChunk();
        records.clear();
        rows.records(
                file.type(), file.from() + (long) number * rowsPerChunk, file.rowsOf(number, rowsPerChunk), records);
        return true;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public ChunkSource.ChunkRows rows() {
        long[] numbers = new long[file.rowsOf(number, rowsPerChunk)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (long) number * rowsPerChunk + i + 1;
        }
        return new ChunkSource.ChunkRows(number, numbers, List.of());
    }

    @Override
    public byte[] bytes() {
        return records.array();
    }

    @Override
    public int length() {
        return records.size();
    }

    /** A little early: the submitter waits in whole milliseconds, rounded up, and {@link SendTimes} for the rest. */
    @Override
    public long dueNanos() {
        return paced ? dueNanos[number] - EARLY_NANOS : Long.MIN_VALUE;
    }
}
