package dev.weir.endpoints.submitter;

import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.RowProblem;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into chunks. The cuts depend on the file and on the rows per chunk alone, so a chunk that is made again has
 * the same rows. Confined to one thread.
 */
public final class ChunkSource implements Chunks {
    /** Most bytes of the records of a chunk; with number and tag it stays below 1 MiB. */
    private static final int MAX_BYTES = (1 << 20) - 4096;

    private static final int RECORDS_FIELD = 3;

    private final TmsisReader reader;
    private final int rowsPerChunk;
    private final WireBuffer records = new WireBuffer(1 << 18);
    private boolean held;
    private int number = -1;
    private long[] rowNumbers = new long[0];
    private List<Malformed> malformed = List.of();

    private final @Nullable SourceFile file;

    /** Opens a file and cuts it. */
    ChunkSource(SourceFile file, ReadSettings settings, int rowsPerChunk) throws IOException {
        this(TmsisReader.open(file.path(), settings), rowsPerChunk, file);
    }

    /** Cuts what a reader reads. */
    public ChunkSource(TmsisReader reader, int rowsPerChunk) {
        this(reader, rowsPerChunk, null);
    }

    private ChunkSource(TmsisReader reader, int rowsPerChunk, @Nullable SourceFile file) {
        this.reader = reader;
        this.rowsPerChunk = rowsPerChunk;
        this.file = file;
    }

    /** A row that is not sent. */
    public record Malformed(long row, String segment, RowProblem problem) {}

    /** Where the rows of a chunk stand in the file, and the malformed ones met on the way to its last row. */
    public record ChunkRows(int number, long[] rowNumbers, List<Malformed> malformed) {}

    /** Makes the next chunk; returns false where no row is left. Malformed rows at the end are still reported. */
    @Override
    public boolean next() throws IOException {
        records.clear();
        List<Malformed> bad = new ArrayList<>();
        long[] rows = new long[rowsPerChunk];
        int count = 0;
        while (count < rowsPerChunk) {
            if (!held) {
                TmsisReader.Next next = reader.next();
                if (next == TmsisReader.Next.END) {
                    break;
                }
                if (next == TmsisReader.Next.MALFORMED) {
                    bad.add(malformedRow());
                    continue;
                }
            }
            int size = reader.recordSize();
            if (count > 0 && records.size() + size + 8 > MAX_BYTES) {
                held = true;
                break;
            }
            held = false;
            records.putVarint(Varints.lengthTag(RECORDS_FIELD));
            records.putVarint(size);
            reader.writeRecord(records);
            rows[count++] = reader.row();
        }
        malformed = bad;
        rowNumbers = Arrays.copyOf(rows, count);
        number += count == 0 ? 0 : 1;
        return count > 0;
    }

    private Malformed malformedRow() {
        return new Malformed(
                reader.row(),
                reader.segment().map(s -> s.id()).orElse(""),
                reader.problem().orElseThrow());
    }

    /** Returns the number of the chunk made last. */
    @Override
    public int number() {
        return number;
    }

    /** Returns the rows of the chunk made last. */
    @Override
    public ChunkRows rows() {
        return new ChunkRows(number, rowNumbers, malformed);
    }

    /** Returns the array that holds the chunk made last, an encoded {@code Chunk}, from its first byte on. */
    @Override
    public byte[] bytes() {
        return records.array();
    }

    /** Returns the bytes of the chunk made last. */
    @Override
    public int length() {
        return records.size();
    }

    @Override
    public void requireUnchanged() throws IOException {
        if (file != null) {
            file.requireUnchanged();
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
