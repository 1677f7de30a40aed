package dev.weir.proxy.store;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.CompactRange;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.Tile;
import dev.weir.core.token.AccountingTag;
import dev.weir.smp.Sha256;
import dev.weir.smp.SubmissionIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Who was in which release, blinded: one folder a submission, {@code accounting/<submission>}. While it runs, the chunks
 * with their people are appended to {@code chunks}; at its end they become {@code leaves}, sorted, and {@code hashes}
 * over every 256 of them, so that one person is found and proven without reading the rest. Its methods take turns.
 *
 * <pre>
 * chunk = length of file name (2), file name, chunk number (4), count (4), leaves (36 each), CRC-32C of all before (4)
 * </pre>
 */
public final class Accounting {
    /** Folder of all accountings below that of the ledger. */
    static final String FOLDER = "accounting";

    private final Disk disk;
    private final Map<String, Long> lengths = new HashMap<>();
    private volatile boolean sound = true;

    /** Keeps the accounting beside the ledger of a folder. */
    public Accounting(Disk disk) {
        this.disk = disk;
    }

    /**
     * The people of a submission that is complete.
     *
     * @param root of the tree over them
     */
    public record Subjects(Sha256 root, long count) {}

    /** One chunk as it was released. */
    record Chunk(String file, int number, byte[] leaves) {
        Sha256 digest() {
            return Sha256.of(leaves);
        }

        /** Returns what tells a chunk from others; the same one, sent again, has the same name. */
        static String name(String file, int number, Sha256 digest) {
            return file + "/" + number + "/" + digest.hex();
        }
    }

    static String path(String submissionId, String name) {
        if (!SubmissionIds.isId(submissionId)) {
            throw new IllegalArgumentException("accounting: a submission is named by a lower-case UUID");
        }
        return FOLDER + "/" + submissionId + "/" + name;
    }

    /**
     * Keeps the people of a chunk that will be released. When this returns they are on the disk. A chunk that comes again
     * with other people does not take the place of the one before: both may have left.
     *
     * @return what RELEASE_CHUNK says of them
     * @throws IOException where the disk fails, now or earlier: what is on it is not known any more
     */
    public synchronized Sha256 append(String submissionId, String file, int chunk, List<AccountingLeaf> people)
            throws IOException {
        byte[] leaves = sorted(people);
        byte[] name = file.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = ByteBuffer.allocate(2 + name.length + 8 + leaves.length + 4);
        record.putShort((short) name.length).put(name).putInt(chunk);
        record.putInt(leaves.length / AccountingLeaf.BYTES).put(leaves);
        CRC32C crc = new CRC32C();
        crc.update(record.array(), 0, record.position());
        record.putInt((int) crc.getValue());
        String path = path(submissionId, "chunks");
        if (!sound) {
            throw new IOException("accounting: its disk can be written and flushed; start anew");
        }
        try {
            Long known = lengths.get(path);
            long length = known == null ? recover(path) : known;
            disk.append(path, length, record.array());
            disk.force(path);
            if (known == null) {
                disk.forceName(path);
            }
            lengths.put(path, length + record.capacity());
        } catch (IOException e) {
            sound = false;
            throw e;
        }
        return Sha256.of(leaves);
    }

    /** Returns whether people can be kept: no write or flush has failed. */
    public boolean isSound() {
        return sound;
    }

    private long recover(String path) throws IOException {
        if (!disk.exists(path)) {
            return 0;
        }
        long whole = read(path).length();
        if (whole < disk.size(path)) {
            disk.truncate(path, whole);
            disk.force(path);
        }
        return whole;
    }

    /** Chunks by {@link Chunk#name}, and where the last whole one ends. */
    private record Read(Map<String, Chunk> chunks, int length) {}

    private Read read(String path) throws IOException {
        byte[] bytes = disk.read(path);
        ByteBuffer view = ByteBuffer.wrap(bytes);
        Map<String, Chunk> chunks = new LinkedHashMap<>();
        int at = 0;
        Optional<Chunk> chunk = chunk(view, at);
        while (chunk.isPresent()) {
            Chunk found = chunk.get();
            chunks.put(Chunk.name(found.file(), found.number(), found.digest()), found);
            at += 2 + found.file().getBytes(StandardCharsets.UTF_8).length + 8 + found.leaves().length + 4;
            chunk = chunk(view, at);
        }
        return new Read(chunks, at);
    }

    private static Optional<Chunk> chunk(ByteBuffer view, int at) {
        int name = view.limit() - at < 14 ? -1 : view.getShort(at) & 0xFFFF;
        if (name < 0 || view.limit() - at - 14 < name) {
            return Optional.empty();
        }
        int count = view.getInt(at + 2 + name + 4);
        long end = at + 2L + name + 8 + (long) count * AccountingLeaf.BYTES;
        if (count < 0 || end + 4 > view.limit()) {
            return Optional.empty();
        }
        CRC32C crc = new CRC32C();
        crc.update(view.array(), at, (int) end - at);
        if (view.getInt((int) end) != (int) crc.getValue()) {
            return Optional.empty();
        }
        return Optional.of(new Chunk(
                new String(view.array(), at + 2, name, StandardCharsets.UTF_8),
                view.getInt(at + 2 + name),
                Arrays.copyOfRange(view.array(), at + 2 + name + 8, (int) end)));
    }

    /** Returns the chunks of a submission that is open; whether the file has nothing else is for the caller to see. */
    synchronized Map<String, Chunk> chunks(String submissionId) throws IOException {
        return read(path(submissionId, "chunks")).chunks();
    }

    /** Returns the chunks of a submission; none where there are none. */
    synchronized List<Chunk> chunksIfAny(String submissionId) throws IOException {
        boolean any = SubmissionIds.isId(submissionId) && disk.exists(path(submissionId, "chunks"));
        return any ? List.copyOf(chunks(submissionId).values()) : List.of();
    }

    /** Returns whether the chunks of a submission are whole to the last byte. */
    synchronized boolean isWhole(String submissionId) throws IOException {
        String path = path(submissionId, "chunks");
        return read(path).length() == disk.size(path);
    }

    /**
     * Sorts the people of all chunks and makes their tree. Can be repeated until {@link #forgetChunks}.
     *
     * @return what RELEASE_COMPLETED says of them
     */
    public synchronized Subjects complete(String submissionId) throws IOException {
        String path = path(submissionId, "chunks");
        List<AccountingLeaf> people = new ArrayList<>();
        if (!disk.exists(path) && disk.exists(path(submissionId, "leaves"))) {
            // The chunks were forgotten: what is there is the whole of it, and nothing must take its place.
            SortedLeaves kept = new SortedLeaves(disk, submissionId);
            return new Subjects(Merkle.root(kept.size(), kept), kept.size());
        }
        if (disk.exists(path)) {
            if (!isWhole(submissionId)) {
                throw new IOException("accounting: chunks are as they were written");
            }
            for (Chunk chunk : read(path).chunks().values()) {
                for (int at = 0; at < chunk.leaves().length; at += AccountingLeaf.BYTES) {
                    people.add(AccountingLeaf.read(chunk.leaves(), at));
                }
            }
        }
        byte[] leaves = sorted(people);
        byte[] hashes = hashes(leaves);
        disk.replace(path(submissionId, "leaves"), leaves);
        disk.replace(path(submissionId, "hashes"), hashes);
        SortedLeaves tree = new SortedLeaves(disk, submissionId);
        return new Subjects(Merkle.root(tree.size(), tree), tree.size());
    }

    /** Keeps the receiver's word that a submission is complete, from which its receipt can be made again. */
    public synchronized void keepAck(String submissionId, byte[] ack) throws IOException {
        disk.replace(path(submissionId, "ack"), ack);
    }

    /** Returns the receiver's word that a submission is complete, if it was kept. */
    public synchronized Optional<byte[]> ack(String submissionId) throws IOException {
        String path = path(submissionId, "ack");
        return disk.exists(path) ? Optional.of(disk.read(path)) : Optional.empty();
    }

    /** Removes the chunks of a submission whose RELEASE_COMPLETED is durable. */
    public synchronized void forgetChunks(String submissionId) throws IOException {
        String path = path(submissionId, "chunks");
        lengths.remove(path);
        disk.delete(path);
        disk.forceName(path);
    }

    /** Returns the people of a submission that is complete; empty where nothing is kept about it. */
    public Optional<SortedLeaves> subjects(String submissionId) throws IOException {
        boolean kept = SubmissionIds.isId(submissionId) && disk.exists(path(submissionId, "leaves"));
        return kept ? Optional.of(new SortedLeaves(disk, submissionId)) : Optional.empty();
    }

    /** Returns leaves sorted by tag; who occurs twice is there once with all classes. */
    private static byte[] sorted(List<AccountingLeaf> people) {
        List<AccountingLeaf> sorted = new ArrayList<>(people);
        sorted.sort(Comparator.comparing(AccountingLeaf::tag));
        ByteArrayOutputStream out = new ByteArrayOutputStream(sorted.size() * AccountingLeaf.BYTES);
        int at = 0;
        while (at < sorted.size()) {
            AccountingTag tag = sorted.get(at).tag();
            int mask = 0;
            while (at < sorted.size() && sorted.get(at).tag().equals(tag)) {
                mask |= sorted.get(at++).mask();
            }
            out.writeBytes(new AccountingLeaf(tag, mask).toByteArray());
        }
        return out.toByteArray();
    }

    /** Returns the hashes over every 256 leaves, then those over every 65,536, and so on. */
    static byte[] hashes(byte[] leaves) {
        List<Sha256> row = new ArrayList<>();
        for (int at = 0; at < leaves.length; at += AccountingLeaf.BYTES) {
            row.add(Merkle.leaf(Arrays.copyOfRange(leaves, at, at + AccountingLeaf.BYTES)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (row.size() >= Tile.FULL) {
            List<Sha256> above = new ArrayList<>();
            for (int at = 0; at + Tile.FULL <= row.size(); at += Tile.FULL) {
                CompactRange range = new CompactRange();
                row.subList(at, at + Tile.FULL).forEach(range::append);
                above.add(range.root());
                out.writeBytes(range.root().toByteArray());
            }
            row = above;
        }
        return out.toByteArray();
    }
}
