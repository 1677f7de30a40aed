package dev.weir.endpoints.receiver;

import com.google.protobuf.ByteString;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Open;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** One file of a stored submission: how it was opened, its chunks, and how it was closed. Confined to one thread. */
final class StoredFile implements Closeable {
    private final Path dir;
    private final String stem;
    private final Open open;
    private final ChunkLog log;
    private boolean closed;

    private StoredFile(Path dir, String stem, Open open, ChunkLog log, boolean closed) {
        this.dir = dir;
        this.stem = stem;
        this.open = open;
        this.log = log;
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
        String stem = stem(position);
        Open open = Open.parseFrom(Files.readAllBytes(dir.resolve(stem + ".open")));
        Optional<Close> closed = closed(dir, position);
        Path chunks = chunks(dir, position);
        ChunkLog log = closed.isPresent()
                ? ChunkLog.openClosed(chunks, closed.get().getChunks())
                : ChunkLog.open(chunks);
        return new StoredFile(dir, stem, open, log, closed.isPresent());
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

    ChunkLog log() {
        return log;
    }

    boolean closed() {
        return closed;
    }

    /** Records that the file is complete. From then on it takes no chunk, and what it was closed with stays. */
    void markClosed(Close close) throws IOException {
        if (!closed) {
            DurableFiles.write(dir.resolve(stem + ".closed"), close.toByteArray());
            closed = true;
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
