package dev.weir.endpoints.receiver;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.Tally;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The chunks of one file, one behind the other, and an index of their digests. A chunk is durable after {@link #force}.
 * Confined to one thread.
 *
 * <pre>
 * chunk = magic, number, number of the first chunk of its flush, rows, length of tally, length of records (4 bytes
 *         each), digest (32), tally, records, CRC-32C over all before it (4)
 * </pre>
 *
 * <p>A chunk that cannot be read, with a later one behind it that was flushed after it, is damage: it is reported and
 * never repaired. Without one it is the torn end that a crash leaves, whatever is in it, and is cut off when the log is
 * opened.
 */
final class ChunkLog implements Closeable {
    private static final int MAGIC = 0x534D5032;
    private static final int HEAD = 6 * 4 + Sha256.LENGTH;
    private static final int INDEX_ENTRY = Sha256.LENGTH;
    private static final int MAX_PART = 8 << 20;

    private final Path path;
    private final FileChannel chunks;
    private final FileChannel index;
    private Progress progress = Totals.none();
    private long length;
    private int flushed;

    private ChunkLog(Path path, FileChannel chunks, FileChannel index) {
        this.path = path;
        this.chunks = chunks;
        this.index = index;
    }

    /** One chunk as it is stored, with the first chunk of its flush and its size in the log. */
    record Stored(int number, int flush, int rows, Sha256 digest, Tally tally, byte[] records, long size) {}

    /** Takes the chunks of a log, in order. */
    interface Visitor {
        void chunk(Stored chunk) throws IOException;
    }

    /** Opens the log of a file that is not closed, or begins one. What it has afterwards is durable. */
    static ChunkLog open(Path path) throws IOException {
        ChunkLog log = load(path);
        try {
            if (log.length < log.chunks.size()) {
                log.chunks.truncate(log.length);
            }
            log.chunks.force(true);
            if (log.length == 0) {
                DurableFiles.forceName(path);
            }
            return log;
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Opens the log of a file that was closed with a number of chunks; a log with another number is damaged and is left
     * as it is.
     */
    static ChunkLog openClosed(Path path, int count) throws IOException {
        ChunkLog log = load(path);
        if (log.next() != count) {
            log.close();
            throw miscounted(path, log.next(), count);
        }
        return log;
    }

    /** Returns what is thrown where a log does not have the chunks with which its file was closed. */
    static IOException miscounted(Path path, int found, int count) {
        return new IOException(path.getFileName() + ": has " + found + " whole chunks and was closed with " + count);
    }

    private static ChunkLog load(Path path) throws IOException {
        FileChannel chunks =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Path indexPath = path.resolveSibling(path.getFileName() + ".index");
        FileChannel index = FileChannel.open(
                indexPath,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        ChunkLog log = new ChunkLog(path, chunks, index);
        try {
            log.length = visit(path, chunk -> {
                log.writeIndex(chunk.number(), chunk.digest());
                log.progress = Totals.append(log.progress, chunk.rows(), chunk.digest(), chunk.tally());
            });
            log.flushed = log.next();
            return log;
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Reads all whole chunks of a log and returns where the last one ends.
     *
     * @throws IOException where a chunk is damaged
     */
    static long visit(Path path, Visitor visitor) throws IOException {
        long size = Files.size(path);
        long at = 0;
        int expected = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            while (at < size) {
                Optional<Stored> read = read(in, size - at);
                if (read.isEmpty()) {
                    break;
                }
                Stored chunk = read.get();
                if (chunk.number() != expected) {
                    throw new IOException(path.getFileName() + ": chunk " + expected + ": is out of sequence");
                }
                visitor.chunk(chunk);
                at += chunk.size();
                expected++;
            }
        }
        if (at < size && isFlushedBehind(path, at, expected)) {
            throw new IOException(path.getFileName() + ": chunk " + expected + ": is damaged");
        }
        return at;
    }

    /** Reads a chunk; empty where there is none that is whole. */
    private static Optional<Stored> read(InputStream in, long left) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length < HEAD) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(head);
        int magic = fields.getInt();
        int number = fields.getInt();
        int flush = fields.getInt();
        int rows = fields.getInt();
        int tallySize = fields.getInt();
        int recordsSize = fields.getInt();
        long size = (long) HEAD + tallySize + recordsSize + 4;
        if (magic != MAGIC || !isPart(tallySize) || !isPart(recordsSize) || size > left) {
            return Optional.empty();
        }
        byte[] tally = in.readNBytes(tallySize);
        byte[] records = in.readNBytes(recordsSize);
        CRC32C crc = new CRC32C();
        crc.update(head);
        crc.update(tally);
        crc.update(records);
        byte[] sum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        if (!Arrays.equals(in.readNBytes(sum.length), sum)) {
            return Optional.empty();
        }
        Sha256 digest = Sha256.from(ByteString.copyFrom(fields)).orElseThrow();
        try {
            return Optional.of(new Stored(number, flush, rows, digest, Tally.parseFrom(tally), records, size));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static boolean isPart(int size) {
        return size >= 0 && size <= MAX_PART;
    }

    /** Returns whether a chunk can be read behind a place that was flushed after the chunk that belongs there. */
    private static boolean isFlushedBehind(Path path, long place, int expected) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(place)), 1 << 16);
            int word = 0;
            long at = place;
            for (int next = in.read(); next >= 0; next = in.read()) {
                word = word << 8 | next;
                at++;
                if (word == MAGIC && at - 4 > place && isFlushedAfter(path, at - 4, expected)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFlushedAfter(Path path, long at, int expected) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(at)), 1 << 16);
            return read(in, channel.size() - at)
                    .filter(later -> later.flush() > expected && later.number() >= later.flush())
                    .isPresent();
        }
    }

    /** Returns the number of the next chunk. */
    int next() {
        return progress.getChunks();
    }

    /** Returns the totals over all chunks. */
    Progress progress() {
        return progress;
    }

    /** Returns the digest of a chunk of the log. */
    Sha256 digest(int number) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(INDEX_ENTRY);
        while (entry.hasRemaining()) {
            if (index.read(entry, (long) number * INDEX_ENTRY + entry.position()) < 0) {
                throw new IOException(path.getFileName() + ": chunk " + number + ": is not in the index");
            }
        }
        return Sha256.from(ByteString.copyFrom(entry.flip())).orElseThrow();
    }

    /**
     * Appends the next chunk. Where writing fails the log is as before, so it can be tried again.
     *
     * @param offset where the records begin in the array
     */
    void append(int number, int rows, Sha256 digest, Tally tally, byte[] bytes, int offset, int count)
            throws IOException {
        if (number != next()) {
            throw new IOException(path.getFileName() + ": chunk " + number + ": is not the next one");
        }
        byte[] tallyBytes = tally.toByteArray();
        ByteBuffer head = ByteBuffer.allocate(HEAD + tallyBytes.length);
        head.putInt(MAGIC).putInt(number).putInt(flushed).putInt(rows);
        head.putInt(tallyBytes.length).putInt(count);
        head.put(digest.toByteArray()).put(tallyBytes).flip();
        CRC32C crc = new CRC32C();
        crc.update(head.duplicate());
        crc.update(bytes, offset, count);
        ByteBuffer tail = ByteBuffer.allocate(4).putInt((int) crc.getValue()).flip();
        try {
            long at = write(chunks, head, length);
            at = write(chunks, ByteBuffer.wrap(bytes, offset, count), at);
            at = write(chunks, tail, at);
            writeIndex(number, digest);
            length = at;
        } catch (IOException e) {
            chunks.truncate(length);
            throw e;
        }
        progress = Totals.append(progress, rows, digest, tally);
    }

    private void writeIndex(int number, Sha256 digest) throws IOException {
        write(index, ByteBuffer.wrap(digest.toByteArray()), (long) number * INDEX_ENTRY);
    }

    private static long write(FileChannel channel, ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
        return at;
    }

    /** Makes everything appended durable. The index is made anew when the log is opened and needs no force. */
    void force() throws IOException {
        chunks.force(false);
        flushed = next();
    }

    @Override
    public void close() throws IOException {
        try (chunks) {
            index.close();
        }
    }
}
