package dev.weir.endpoints.receiver;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.Tally;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The chunks of one file, one behind the other, and an index of their digests. A chunk is durable after {@link #force}.
 * A torn end, as a crash leaves it, is cut off when the log is opened; damage before the end is reported and never
 * repaired. Confined to one thread.
 *
 * <pre>
 * chunk = magic, number, rows, length of tally, length of records (4 bytes each), digest (32), tally, records,
 *         CRC-32C over all before it (4)
 * </pre>
 */
final class ChunkLog implements Closeable {
    private static final int MAGIC = 0x534D5031;
    private static final int HEAD = 5 * 4 + Sha256.LENGTH;
    private static final int INDEX_ENTRY = Sha256.LENGTH;
    private static final int MAX_PART = 8 << 20;

    private final Path path;
    private final FileChannel chunks;
    private final FileChannel index;
    private Progress progress = Totals.none();
    private long length;

    private ChunkLog(Path path, FileChannel chunks, FileChannel index) {
        this.path = path;
        this.chunks = chunks;
        this.index = index;
    }

    /** One chunk as it is stored. */
    record Stored(int number, int rows, Sha256 digest, Tally tally, byte[] records) {}

    /** Takes the chunks of a log, in order. */
    interface Visitor {
        void chunk(Stored chunk) throws IOException;
    }

    /** Opens a log, or begins one. */
    static ChunkLog open(Path path) throws IOException {
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
            log.recover();
            return log;
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        length = visit(path, chunk -> {
            writeIndex(chunk.number(), chunk.digest());
            progress = Totals.append(progress, chunk.rows(), chunk.digest(), chunk.tally());
        });
        if (length < chunks.size()) {
            chunks.truncate(length);
            chunks.force(true);
        }
    }

    /**
     * Reads all whole chunks of a log and returns where the last one ends.
     *
     * @throws IOException where a chunk before the end is damaged
     */
    static long visit(Path path, Visitor visitor) throws IOException {
        long size = Files.size(path);
        long at = 0;
        int expected = 0;
        try (InputStream raw = Files.newInputStream(path);
                DataInputStream in = new DataInputStream(new BufferedInputStream(raw, 1 << 16))) {
            while (at < size) {
                Stored chunk;
                long end;
                try {
                    byte[] head = in.readNBytes(HEAD);
                    end = at + bodySize(head, path);
                    if (end > size) {
                        return at;
                    }
                    chunk = read(head, in);
                } catch (EOFException e) {
                    return at;
                } catch (DamagedException e) {
                    throw new IOException(path.getFileName() + ": chunk " + expected + ": is damaged", e);
                }
                if (chunk.number() != expected++) {
                    throw new IOException(path.getFileName() + ": chunk " + (expected - 1) + ": is out of sequence");
                }
                visitor.chunk(chunk);
                at = end;
            }
        }
        return at;
    }

    private static long bodySize(byte[] head, Path path) throws IOException, DamagedException {
        if (head.length < HEAD) {
            throw new EOFException(path.getFileName() + ": ends inside a chunk");
        }
        ByteBuffer fields = ByteBuffer.wrap(head);
        int magic = fields.getInt();
        int tally = fields.getInt(12);
        int records = fields.getInt(16);
        if (magic != MAGIC || tally < 0 || tally > MAX_PART || records < 0 || records > MAX_PART) {
            throw new DamagedException();
        }
        return (long) HEAD + tally + records + 4;
    }

    private static Stored read(byte[] head, DataInputStream in) throws IOException, DamagedException {
        ByteBuffer fields = ByteBuffer.wrap(head);
        int number = fields.getInt(4);
        int rows = fields.getInt(8);
        byte[] tally = in.readNBytes(fields.getInt(12));
        byte[] records = in.readNBytes(fields.getInt(16));
        CRC32C crc = new CRC32C();
        crc.update(head);
        crc.update(tally);
        crc.update(records);
        if (in.readInt() != (int) crc.getValue()) {
            throw new DamagedException();
        }
        byte[] digest = new byte[Sha256.LENGTH];
        fields.get(20, digest);
        try {
            return new Stored(
                    number,
                    rows,
                    Sha256.from(com.google.protobuf.ByteString.copyFrom(digest)).orElseThrow(),
                    Tally.parseFrom(tally),
                    records);
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedException();
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
        return Sha256.from(com.google.protobuf.ByteString.copyFrom(entry.flip()))
                .orElseThrow();
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
        head.putInt(MAGIC).putInt(number).putInt(rows).putInt(tallyBytes.length).putInt(count);
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
    }

    @Override
    public void close() throws IOException {
        try (chunks) {
            index.close();
        }
    }

    /** A chunk whose bytes are not those that were written. */
    private static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException() {
            super("the bytes of a chunk are not those that were written", null, false, false);
        }
    }
}
