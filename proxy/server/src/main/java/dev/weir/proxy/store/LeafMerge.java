package dev.weir.proxy.store;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.token.AccountingTag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Brings sorted lists of people into one file, sorted, each once with all classes, in memory that does not grow with them:
 * lists are merged into runs on the disk, and the runs into the file. Confined to one thread.
 */
final class LeafMerge {
    /** Bytes of leaves that are merged in memory. */
    static final int RUN_BYTES = 4 << 20;

    /** Bytes that are read from a run, or written, at a time. */
    private static final int BLOCK_BYTES = AccountingLeaf.BYTES * 1024;

    private final Disk disk;
    private final String submissionId;
    private final int runBytes;
    private final List<byte[]> lists = new ArrayList<>();
    private final List<String> runs = new ArrayList<>();
    private int gathered;

    /**
     * Begins.
     *
     * @param runBytes leaves in memory, in bytes
     */
    LeafMerge(Disk disk, String submissionId, int runBytes) {
        this.disk = disk;
        this.submissionId = submissionId;
        this.runBytes = runBytes;
    }

    /** Adds people, sorted by tag. */
    void add(byte[] leaves) throws IOException {
        if (gathered > 0 && gathered + leaves.length > runBytes) {
            flush();
        }
        lists.add(leaves);
        gathered += leaves.length;
    }

    private void flush() throws IOException {
        String run = Accounting.path(submissionId, "run-" + runs.size());
        disk.delete(run);
        runs.add(run);
        List<Cursor> cursors = new ArrayList<>();
        lists.forEach(list -> cursors.add(new Cursor(list)));
        merge(cursors, new Output(run, new LeafHashes()));
        lists.clear();
        gathered = 0;
    }

    /** Puts the file and its hashes in place, durably, and removes the runs. */
    void finish() throws IOException {
        LeafHashes hashes = new LeafHashes();
        String leaves = Accounting.path(submissionId, "leaves");
        String partial = leaves + ".partial";
        List<Cursor> cursors = new ArrayList<>();
        for (String run : runs) {
            cursors.add(new Cursor(run));
        }
        lists.forEach(list -> cursors.add(new Cursor(list)));
        disk.write(partial, new byte[0]);
        merge(cursors, new Output(partial, hashes));
        disk.force(partial);
        disk.move(partial, leaves);
        disk.forceName(leaves);
        disk.replace(Accounting.path(submissionId, "hashes"), hashes.toByteArray());
        for (String run : runs) {
            disk.delete(run);
        }
    }

    private static void merge(List<Cursor> cursors, Output out) throws IOException {
        PriorityQueue<Cursor> queue = new PriorityQueue<>(Comparator.naturalOrder());
        for (Cursor cursor : cursors) {
            if (cursor.next()) {
                queue.add(cursor);
            }
        }
        while (!queue.isEmpty()) {
            Cursor least = queue.remove();
            out.put(least.block, least.at);
            if (least.next()) {
                queue.add(least);
            }
        }
        out.end();
    }

    /** A place in a sorted list, which is in memory or in a file. */
    private final class Cursor implements Comparable<Cursor> {
        private final String file;
        private byte[] block;
        private int at = -AccountingLeaf.BYTES;
        private long read;

        Cursor(byte[] list) {
            this.file = "";
            this.block = list;
        }

        Cursor(String file) {
            this.file = file;
            this.block = new byte[0];
        }

        boolean next() throws IOException {
            at += AccountingLeaf.BYTES;
            if (at >= block.length && !file.isEmpty()) {
                int length = (int) Math.min(BLOCK_BYTES, disk.size(file) - read);
                block = length == 0 ? new byte[0] : disk.read(file, read, length);
                read += length;
                at = 0;
            }
            return at < block.length;
        }

        @Override
        public int compareTo(Cursor other) {
            return Arrays.compareUnsigned(
                    block, at, at + AccountingTag.BYTES, other.block, other.at, other.at + AccountingTag.BYTES);
        }
    }

    /** Takes sorted leaves; who comes twice in a row is written once. */
    private final class Output {
        private final String path;
        private final LeafHashes hashes;
        private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_BYTES);
        private final byte[] held = new byte[AccountingLeaf.BYTES];
        private boolean holds;
        private long written;

        Output(String path, LeafHashes hashes) {
            this.path = path;
            this.hashes = hashes;
        }

        void put(byte[] leaves, int at) throws IOException {
            boolean same = holds && Arrays.equals(held, 0, AccountingTag.BYTES, leaves, at, at + AccountingTag.BYTES);
            if (same) {
                ByteBuffer view = ByteBuffer.wrap(held);
                int mask = view.getInt(AccountingTag.BYTES)
                        | ByteBuffer.wrap(leaves).getInt(at + AccountingTag.BYTES);
                view.putInt(AccountingTag.BYTES, mask);
                return;
            }
            release();
            System.arraycopy(leaves, at, held, 0, held.length);
            holds = true;
        }

        private void release() throws IOException {
            if (holds) {
                hashes.append(held);
                block.writeBytes(held);
            }
            if (block.size() >= BLOCK_BYTES) {
                write();
            }
        }

        private void write() throws IOException {
            disk.append(path, written, block.toByteArray());
            written += block.size();
            block.reset();
        }

        void end() throws IOException {
            release();
            write();
        }
    }
}
