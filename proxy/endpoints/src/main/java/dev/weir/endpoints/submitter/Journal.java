package dev.weir.endpoints.submitter;

import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.RefusedRow;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a submitter remembers of one file: which chunks were acknowledged, and which rows were not sent, refused or
 * withheld, by row number and code. Text lines, appended; what follows the last acknowledgement is dropped when the
 * journal is opened, and those chunks are sent again. Confined to one thread.
 *
 * <pre>
 * H rowsPerChunk              first line
 * M row segment code          a malformed row, not sent
 * R row field code            a refused row
 * W row                       a withheld row
 * A chunk rows                the chunk and everything above is settled
 * C                           the file is closed
 * </pre>
 */
final class Journal implements Closeable {
    private static final String CODE = "REFUSAL_CODE_";

    private final Path path;
    private final BufferedWriter out;
    private final int rowsPerChunk;
    private int next;
    private boolean closed;

    private Journal(Path path, BufferedWriter out, int rowsPerChunk, int next, boolean closed) {
        this.path = path;
        this.out = out;
        this.rowsPerChunk = rowsPerChunk;
        this.next = next;
        this.closed = closed;
    }

    /** Opens the journal of a file, or begins it. */
    static Journal open(Path path, int rowsPerChunk) throws IOException {
        int next = 0;
        int rows = rowsPerChunk;
        boolean closed = false;
        boolean begun = Files.exists(path) && Files.size(path) > 0;
        if (begun) {
            long settled = 0;
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                for (String line = file.readLine(); line != null; line = file.readLine()) {
                    char kind = line.isEmpty() ? ' ' : line.charAt(0);
                    String[] parts = line.split(" ");
                    switch (kind) {
                        case 'H' -> rows = Integer.parseInt(parts[1]);
                        case 'A' -> next = Integer.parseInt(parts[1]) + 1;
                        case 'C' -> closed = true;
                        default -> {
                            continue;
                        }
                    }
                    settled = file.getFilePointer();
                }
                file.setLength(settled);
            }
        }
        BufferedWriter out = Files.newBufferedWriter(
                path, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (!begun) {
            out.write("H " + rowsPerChunk + "\n");
            out.flush();
        }
        return new Journal(path, out, rows, next, closed);
    }

    /** Returns the rows per chunk with which the file was begun. */
    int rowsPerChunk() {
        return rowsPerChunk;
    }

    /** Returns the first chunk that is not settled. */
    int next() {
        return next;
    }

    boolean closed() {
        return closed;
    }

    /** Records that a chunk is acknowledged, and what became of its rows. A chunk that is settled already adds nothing. */
    void settle(ChunkSource.ChunkRows chunk, ChunkOutcome outcome) throws IOException {
        if (chunk.number() < next) {
            return;
        }
        malformed(chunk.malformed());
        for (RefusedRow row : outcome.getRefusedList()) {
            out.write("R " + chunk.rowNumbers()[row.getRow()] + " " + row.getField() + " "
                    + row.getCode().name().substring(CODE.length()) + "\n");
        }
        for (int row : outcome.getWithheldList()) {
            out.write("W " + chunk.rowNumbers()[row] + "\n");
        }
        out.write("A " + chunk.number() + " " + chunk.rowNumbers().length + "\n");
        out.flush();
        next = chunk.number() + 1;
    }

    /** Records that the file is closed, with the malformed rows behind its last chunk. */
    void close(List<ChunkSource.Malformed> behindLastChunk) throws IOException {
        if (!closed) {
            malformed(behindLastChunk);
            out.write("C\n");
            out.flush();
            closed = true;
        }
    }

    private void malformed(List<ChunkSource.Malformed> rows) throws IOException {
        for (ChunkSource.Malformed row : rows) {
            out.write("M " + row.row() + " " + (row.segment().isEmpty() ? "-" : row.segment()) + " " + row.problem()
                    + "\n");
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
