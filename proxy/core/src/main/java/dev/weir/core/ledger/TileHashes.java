package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.io.IOException;

/** Gives the hashes of all subtrees from tiles, which hold those of every eighth level. */
public final class TileHashes implements HashReader {
    private final Row row;

    /** Reads from rows of hashes. */
    public TileHashes(Row row) {
        this.row = row;
    }

    /** The hashes that tiles hold. */
    @FunctionalInterface
    public interface Row {
        /** Returns the hash at a place of a level of tiles. */
        Sha256 hash(int tileLevel, long index) throws IOException;
    }

    @Override
    public Sha256 hash(int level, long index) throws IOException {
        int above = level % 8;
        return fold(level / 8, index << above, (index + 1) << above);
    }

    private Sha256 fold(int tileLevel, long from, long to) throws IOException {
        if (to - from == 1) {
            return row.hash(tileLevel, from);
        }
        long middle = (from + to) >>> 1;
        return Merkle.node(fold(tileLevel, from, middle), fold(tileLevel, middle, to));
    }
}
