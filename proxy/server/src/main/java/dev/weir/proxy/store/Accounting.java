package dev.weir.proxy.store;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.token.AccountingTag;
import dev.weir.smp.Sha256;
import dev.weir.smp.SubmissionIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Who was in which release, blinded: one folder a submission, {@code accounting/<submission>}. While it runs, the chunks
 * with their people are appended to {@code chunks}; at its end they become {@code leaves}, sorted, and {@code hashes}
 * over every 256 of them, so that one person is found and proven without reading the rest. Neither needs memory for more
 * than a few thousand people at a time. Safe for any thread; work on one submission takes turns, and that on another seldom
 * waits for it.
 */
public final class Accounting {
    /** Folder of all accountings below that of the ledger. */
    static final String FOLDER = "accounting";

    /** Submissions of one remainder take turns; a power of two. */
    private static final int TURNS = 64;

    private final Disk disk;
    private final int runBytes;
    private final Map<String, Long> lengths = new ConcurrentHashMap<>();
    private final Object[] turns = new Object[TURNS];
    private volatile boolean sound = true;

    /** Keeps the accounting beside the ledger of a folder. */
    public Accounting(Disk disk) {
        this(disk, LeafMerge.RUN_BYTES);
    }

    /** Keeps the accounting with other bounds of memory. */
    Accounting(Disk disk, int runBytes) {
        this.disk = disk;
        this.runBytes = runBytes;
        Arrays.setAll(turns, i -> new Object());
    }

    /** Returns the monitor under which work on one submission takes turns; for who has more than one thing to do. */
    public Object turn(String submissionId) {
        return turns[submissionId.hashCode() & TURNS - 1];
    }

    /**
     * The people of a submission that is complete.
     *
     * @param root of the tree over them
     */
    public record Subjects(Sha256 root, long count) {}

    static String path(String submissionId, String name) {
        if (!SubmissionIds.isId(submissionId)) {
            throw new IllegalArgumentException("accounting: a submission is named by a lower-case UUID");
        }
        return FOLDER + "/" + submissionId + "/" + name;
    }

    /**
     * The people of one chunk.
     *
     * @param number of the chunk in its file
     */
    public record People(int number, List<AccountingLeaf> leaves) {}

    /** Keeps the people of one chunk of a submission of which the ledger names none yet. */
    public Sha256 append(String submissionId, String file, int chunk, List<AccountingLeaf> people) throws IOException {
        return append(submissionId, file, List.of(new People(chunk, people)), ChunkNames::none)
                .get(0);
    }

    /**
     * Keeps the people of chunks that will be released, with one flush. When this returns they are on the disk. A chunk
     * that comes again with other people does not take the place of the one before: both may have left.
     *
     * @param recorded the chunks that the ledger names; asked once a run, when a torn end may have to be cut off
     * @return what each RELEASE_CHUNK says of its people
     * @throws IOException where the disk fails, now or earlier: what is on it is not known any more; and where a chunk
     *     that the ledger names is damaged
     */
    public List<Sha256> append(String submissionId, String file, List<People> chunks, Supplier<ChunkNames> recorded)
            throws IOException {
        List<Sha256> digests = new ArrayList<>();
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (People chunk : chunks) {
            byte[] leaves = sorted(chunk.leaves());
            digests.add(Sha256.of(leaves));
            records.writeBytes(new ChunkFile.Chunk(file, chunk.number(), leaves).toByteArray());
        }
        append(submissionId, records.toByteArray(), recorded);
        return digests;
    }

    private void append(String submissionId, byte[] record, Supplier<ChunkNames> recorded) throws IOException {
        synchronized (turn(submissionId)) {
            String path = path(submissionId, "chunks");
            if (!sound) {
                throw new IOException("accounting: its disk can be written and flushed; start anew");
            }
            try {
                Long known = lengths.get(path);
                long length = known == null ? recover(path, recorded.get()) : known;
                disk.append(path, length, record);
                disk.force(path);
                if (known == null) {
                    disk.forceName(path);
                }
                lengths.put(path, length + record.length);
            } catch (IOException e) {
                sound = false;
                throw e;
            }
        }
    }

    /** Returns whether people can be kept: no write or flush has failed. */
    public boolean isSound() {
        return sound;
    }

    /** Cuts off what a crash tore: what the ledger names was flushed before that, so it must be whole. */
    private long recover(String path, ChunkNames recorded) throws IOException {
        ChunkNames missing = recorded.copy();
        long whole = disk.exists(path) ? ChunkFile.read(disk, path, missing::found) : 0;
        if (!missing.isEmpty()) {
            throw new IOException("accounting: chunks that the ledger names are as they were written");
        }
        if (whole == 0 && !disk.exists(path)) {
            return 0;
        }
        if (whole < disk.size(path)) {
            disk.truncate(path, whole);
            disk.force(path);
        }
        return whole;
    }

    /** Gives the chunks of a submission to a visitor, up to the first that is not whole; none where there are none. */
    void forEachChunk(String submissionId, ChunkFile.Visitor visitor) throws IOException {
        synchronized (turn(submissionId)) {
            if (SubmissionIds.isId(submissionId) && disk.exists(path(submissionId, "chunks"))) {
                ChunkFile.read(disk, path(submissionId, "chunks"), visitor);
            }
        }
    }

    /** Returns whether the chunks of a submission are there and whole to the last byte. */
    boolean isWhole(String submissionId) throws IOException {
        synchronized (turn(submissionId)) {
            String path = path(submissionId, "chunks");
            return disk.exists(path) && ChunkFile.read(disk, path, chunk -> {}) == disk.size(path);
        }
    }

    /**
     * Sorts the people of all chunks and makes their tree. Can be repeated until {@link #forgetChunks}.
     *
     * @param recorded the chunks that the ledger names; each of them must be there
     * @return what RELEASE_COMPLETED says of them
     */
    public Subjects complete(String submissionId, ChunkNames recorded) throws IOException {
        synchronized (turn(submissionId)) {
            String path = path(submissionId, "chunks");
            if (!disk.exists(path) && disk.exists(path(submissionId, "leaves"))) {
                // The chunks were forgotten: what is there is the whole of it, and nothing must take its place.
                SortedLeaves kept = new SortedLeaves(disk, submissionId);
                return new Subjects(Merkle.root(kept.size(), kept), kept.size());
            }
            LeafMerge merge = new LeafMerge(disk, submissionId, runBytes);
            ChunkNames missing = recorded.copy();
            boolean whole = !disk.exists(path)
                    || disk.size(path)
                            == ChunkFile.read(disk, path, chunk -> {
                                missing.found(chunk);
                                merge.add(chunk.leaves());
                            });
            if (!whole || !missing.isEmpty()) {
                throw new IOException("accounting: chunks are as they were written, and all that the ledger names");
            }
            merge.finish();
            SortedLeaves tree = new SortedLeaves(disk, submissionId);
            return new Subjects(Merkle.root(tree.size(), tree), tree.size());
        }
    }

    /** Keeps the receiver's word that a submission is complete, from which its receipt can be made again. */
    public void keepAck(String submissionId, byte[] ack) throws IOException {
        synchronized (turn(submissionId)) {
            disk.replace(path(submissionId, "ack"), ack);
        }
    }

    /** Returns the receiver's word that a submission is complete, if it was kept. */
    public Optional<byte[]> ack(String submissionId) throws IOException {
        synchronized (turn(submissionId)) {
            String path = path(submissionId, "ack");
            return disk.exists(path) ? Optional.of(disk.read(path)) : Optional.empty();
        }
    }

    /** Removes the receiver's word on a submission without a release, whose receipt was acknowledged. */
    public void forgetAck(String submissionId) throws IOException {
        synchronized (turn(submissionId)) {
            disk.delete(path(submissionId, "ack"));
        }
    }

    /** Removes the chunks of a submission whose RELEASE_COMPLETED is durable. */
    public void forgetChunks(String submissionId) throws IOException {
        synchronized (turn(submissionId)) {
            String path = path(submissionId, "chunks");
            lengths.remove(path);
            disk.delete(path);
            disk.forceName(path);
        }
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
        LeafHashes hashes = new LeafHashes();
        for (int at = 0; at < leaves.length; at += AccountingLeaf.BYTES) {
            hashes.append(Arrays.copyOfRange(leaves, at, at + AccountingLeaf.BYTES));
        }
        return hashes.toByteArray();
    }
}
