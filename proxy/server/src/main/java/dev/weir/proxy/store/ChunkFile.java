package dev.weir.proxy.store;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The layout of the people of chunks, and reading them one after the other.
 *
 * <pre>
 * chunk = length of file name (2), file name, chunk number (4), count (4), leaves (36 each), CRC-32C of all before (4)
 * </pre>
 */
final class ChunkFile {
    private static final int WINDOW = 1 << 20;
    private static final int LEAST = 2 + 4 + 4 + 4;

    private ChunkFile() {}

    /**
     * One chunk as it was released.
     *
     * @param leaves the people, sorted
     */
    record Chunk(String file, int number, byte[] leaves) {
        Sha256 digest() {
            return Sha256.of(leaves);
        }

        /** Returns what tells the chunk from others; the same one, sent again, has the same name. */
        String name() {
            return name(file, number, digest());
        }

        static String name(String file, int number, Sha256 digest) {
            return file + "/" + number + "/" + digest.hex();
        }

        byte[] toByteArray() {
            byte[] name = file.getBytes(StandardCharsets.UTF_8);
            ByteBuffer record = ByteBuffer.allocate(LEAST + name.length + leaves.length);
            record.putShort((short) name.length).put(name).putInt(number);
            record.putInt(leaves.length / AccountingLeaf.BYTES).put(leaves);
            return record.putInt(crc(record.array(), 0, record.position())).array();
        }

        private int length() {
            return LEAST + file.getBytes(StandardCharsets.UTF_8).length + leaves.length;
        }
    }

    /** Takes chunks. */
    @FunctionalInterface
    interface Visitor {
        void chunk(Chunk chunk) throws IOException;
    }

    /**
     * Reads chunks until the end, or until the first that is not whole, a part of the file at a time.
     *
     * @return where the last whole one ends
     */
    static long read(Disk disk, String path, Visitor visitor) throws IOException {
        long size = disk.size(path);
        long at = 0;
        while (at < size) {
            ByteBuffer view = view(disk, path, at, Math.min(WINDOW, size - at));
            long whole = length(view, 0);
            if (whole > view.limit() && whole <= Math.min(size - at, Integer.MAX_VALUE - 8)) {
                view = view(disk, path, at, whole);
            }
            int local = 0;
            Optional<Chunk> chunk = chunk(view, local);
            while (chunk.isPresent()) {
                visitor.chunk(chunk.get());
                local += chunk.get().length();
                chunk = chunk(view, local);
            }
            if (local == 0) {
                return at;
            }
            at += local;
        }
        return at;
    }

    private static ByteBuffer view(Disk disk, String path, long at, long length) throws IOException {
        return ByteBuffer.wrap(disk.read(path, at, (int) length));
    }

    /** Returns how long the chunk at a place says that it is; -1 where its head is not there. */
    private static long length(ByteBuffer view, int at) {
        int name = view.limit() - at < LEAST ? -1 : view.getShort(at) & 0xFFFF;
        if (name < 0 || view.limit() - at - LEAST < name) {
            return -1;
        }
        int count = view.getInt(at + 2 + name + 4);
        return count < 0 ? -1 : LEAST + name + (long) count * AccountingLeaf.BYTES;
    }

    private static Optional<Chunk> chunk(ByteBuffer view, int at) {
        long length = length(view, at);
        if (length < 0 || at + length > view.limit()) {
            return Optional.empty();
        }
        int end = at + (int) length - 4;
        if (view.getInt(end) != crc(view.array(), at, end - at)) {
            return Optional.empty();
        }
        int name = view.getShort(at) & 0xFFFF;
        return Optional.of(new Chunk(
                new String(view.array(), at + 2, name, StandardCharsets.UTF_8),
                view.getInt(at + 2 + name),
                Arrays.copyOfRange(view.array(), at + 2 + name + 8, end)));
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
