package dev.weir.endpoints.receiver;

import com.google.protobuf.ByteString;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.CountsStatement;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of a stored submission: how it was opened, its chunks, and how it was closed. Its log is read when it is
 * needed; how far a closed file is stands in the statement with which it was closed. Confined to one thread.
 */
final class StoredFile implements Closeable {
    private final Path dir;
    private final int position;
    private final Open open;
    private Optional<Close> closed;
    private @Nullable ChunkLog log;

    private StoredFile(Path dir, int position, Open open, Optional<Close> closed) {
        this.dir = dir;
        this.position = position;
        this.open = open;
        this.closed = closed;
    }

    static String stem(int position) {
        return String.format(Locale.ROOT, "%04d", position);
    }

    static boolean exists(Path dir, int position) {
        return Files.exists(dir.resolve(stem(position) + ".open"));
    }

    /** Begins a file. */
    static StoredFile create(Path dir, int position, Open open) throws IOException {
        DurableFiles.write(dir.resolve(stem(position) + ".open"), open.toByteArray());
        return load(dir, position);
    }

    /** Loads a file that was begun. */
    static StoredFile load(Path dir, int position) throws IOException {
        Open open = Open.parseFrom(Files.readAllBytes(dir.resolve(stem(position) + ".open")));
        return new StoredFile(dir, position, open, closed(dir, position));
    }

    /** Returns with what a file was closed; empty for one that is not closed. */
    static Optional<Close> closed(Path dir, int position) throws IOException {
        Path path = dir.resolve(stem(position) + ".closed");
        return Files.exists(path) ? Optional.of(Close.parseFrom(Files.readAllBytes(path))) : Optional.empty();
    }

    /** Returns the header row of a file that was begun. */
    static ByteString header(Path dir, int position) throws IOException {
        return Open.parseFrom(Files.readAllBytes(dir.resolve(stem(position) + ".open")))
                .getHeader()
                .toByteString();
    }

    static Path chunks(Path dir, int position) {
        return dir.resolve(stem(position) + ".chunks");
    }

    Open open() {
        return open;
    }

    /** Returns the chunks, which are all read if they were not yet. */
    ChunkLog log() throws IOException {
        ChunkLog known = log;
        if (known == null) {
            Path chunks = chunks(dir, position);
            known = closed.isPresent()
                    ? ChunkLog.openClosed(chunks, closed.get().getChunks())
                    : ChunkLog.open(chunks);
            log = known;
        }
        return known;
    }

    /** Returns the number of the next chunk. */
    int next() throws IOException {
        return closed.isPresent() ? closed.get().getChunks() : log().next();
    }

    /** Returns the totals over all chunks. */
    Progress progress() throws IOException {
        return closed.isPresent() && open.hasPlan()
                ? CountsStatement.parseFrom(closed.get().getCounts().getPayload())
                        .getProgress()
                : log().progress();
    }

    boolean closed() {
        return closed.isPresent();
    }

    /** Records that the file is complete. From then on it takes no chunk, and what it was closed with stays. */
    void markClosed(Close close) throws IOException {
        if (closed.isEmpty()) {
            DurableFiles.write(dir.resolve(stem(position) + ".closed"), close.toByteArray());
            closed = Optional.of(close);
            if (open.hasPlan()) {
                close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        ChunkLog known = log;
        log = null;
        if (known != null) {
            known.close();
        }
    }
}
