package dev.weir.proxy.store;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.AccountingTree;
import dev.weir.core.ledger.Tile;
import dev.weir.core.ledger.TileHashes;
import dev.weir.smp.Sha256;
import java.io.IOException;

/** The people of one submission, read from their file a block at a time. Confined to one thread. */
public final class SortedLeaves implements AccountingTree.Leaves {
    private final Disk disk;
    private final String leaves;
    private final String hashes;
    private final long size;
    private final TileHashes tree = new TileHashes(this::row);
    private byte[] block = new byte[0];
    private long blockIndex = -1;

    SortedLeaves(Disk disk, String submissionId) throws IOException {
        this.disk = disk;
        this.leaves = Accounting.path(submissionId, "leaves");
        this.hashes = Accounting.path(submissionId, "hashes");
        this.size = disk.size(leaves) / AccountingLeaf.BYTES;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public AccountingLeaf leaf(long index) throws IOException {
        long wanted = index / Tile.FULL;
        if (wanted != blockIndex) {
            long from = wanted * Tile.FULL;
            int count = (int) Math.min(Tile.FULL, size - from);
            block = disk.read(leaves, from * AccountingLeaf.BYTES, count * AccountingLeaf.BYTES);
            blockIndex = wanted;
        }
        return AccountingLeaf.read(block, (int) (index % Tile.FULL) * AccountingLeaf.BYTES);
    }

    @Override
    public Sha256 hash(int level, long index) throws IOException {
        return tree.hash(level, index);
    }

    private Sha256 row(int tileLevel, long index) throws IOException {
        if (tileLevel == 0) {
            return leaf(index).hash();
        }
        long at = index;
        for (int below = 1; below < tileLevel; below++) {
            at += Tile.count(below, size);
        }
        return Hashes.at(disk.read(hashes, at * Sha256.LENGTH, Sha256.LENGTH), 0);
    }
}
