package dev.weir.endpoints.submitter;

import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.RefusedRow;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
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
        boolean begun = Files.exists(path) && Files.size(path) > 0;
        Settled settled = begun ? settled(path, rowsPerChunk) : new Settled(rowsPerChunk, 0, false, 0);
        if (begun) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(settled.length());
            }
        }
        BufferedWriter out = Files.newBufferedWriter(
                path, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (settled.length() == 0) {
            out.write("H " + rowsPerChunk + "\n");
            out.flush();
        }
        return new Journal(path, out, settled.rowsPerChunk(), settled.next(), settled.closed());
    }

    /** What whole lines of a journal say, and how long it is up to the last of them that settles something. */
    private record Settled(int rowsPerChunk, int next, boolean closed, long length) {}

    private static Settled settled(Path path, int rowsPerChunk) throws IOException {
        Settled settled = new Settled(rowsPerChunk, 0, false, 0);
        long at = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                at++;
                if (next != '\n') {
                    line.append((char) next);
                    continue;
                }
                settled = after(settled, line.toString().split(" "), at);
                line.setLength(0);
            }
        }
        return settled;
    }

    private static Settled after(Settled before, String[] line, long at) {
        return switch (line[0]) {
            case "H" -> new Settled(Integer.parseInt(line[1]), 0, false, at);
            case "A" -> new Settled(before.rowsPerChunk(), Integer.parseInt(line[1]) + 1, false, at);
            case "C" -> new Settled(before.rowsPerChunk(), before.next(), true, at);
            default -> before;
        };
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
