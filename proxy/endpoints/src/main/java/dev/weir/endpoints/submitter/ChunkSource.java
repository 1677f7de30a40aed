package dev.weir.endpoints.submitter;

import dev.weir.endpoints.wire.Payload;
import dev.weir.tmsis.file.RowProblem;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a file into chunks. The cuts depend on the file and on the rows per chunk alone, so a chunk that is made again has
 * the same rows. Confined to one thread.
 */
public final class ChunkSource {
    /** Most bytes of the records of a chunk; with number and tag it stays below 1 MiB. */
    private static final int MAX_BYTES = (1 << 20) - 4096;

    private static final int CHUNK_FIELD = 2;
    private static final int NUMBER_FIELD = 1;
    private static final int RECORDS_FIELD = 3;

    private final TmsisReader reader;
    private final int rowsPerChunk;
    private final WireBuffer records = new WireBuffer(1 << 18);
    private boolean held;
    private int number = -1;
    private long[] rowNumbers = new long[0];
    private List<Malformed> malformed = List.of();

    /** Cuts what a reader reads. */
    public ChunkSource(TmsisReader reader, int rowsPerChunk) {
        this.reader = reader;
        this.rowsPerChunk = rowsPerChunk;
    }

    /** A row that is not sent. */
    public record Malformed(long row, String segment, RowProblem problem) {}

    /** Where the rows of a chunk stand in the file, and the malformed ones met on the way to its last row. */
    public record ChunkRows(int number, long[] rowNumbers, List<Malformed> malformed) {}

    /** Makes the next chunk; returns false where no row is left. Malformed rows at the end are still reported. */
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
    public int number() {
        return number;
    }

    /** Returns the rows of the chunk made last. */
    public ChunkRows rows() {
        return new ChunkRows(number, rowNumbers, malformed);
    }

    /** Returns the array that holds the chunk made last, an encoded {@code Chunk}, from its first byte on. */
    public byte[] bytes() {
        return records.array();
    }

    /** Returns the bytes of the chunk made last. */
    public int length() {
        return records.size();
    }

    /** Returns the chunk made last as a {@code SubmitRequest}, valid until the next one is made. */
    Payload payload() {
        int chunk = (number == 0 ? 0 : 1 + Varints.size(number)) + records.size();
        byte[] head = new byte[16];
        int at = Varints.put(head, 0, Varints.lengthTag(CHUNK_FIELD));
        at = Varints.put(head, at, chunk);
        if (number > 0) {
            at = Varints.put(head, at, NUMBER_FIELD << 3 | Varints.VARINT);
            at = Varints.put(head, at, number);
        }
        int headSize = at;
        return new Payload() {
            @Override
            public int size() {
                return headSize + records.size();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(head, 0, headSize);
                out.write(records.array(), 0, records.size());
            }
        };
    }
}
