package dev.weir.proxy.store;

import dev.weir.core.ledger.CompactRange;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.Tile;
import dev.weir.smp.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Hashes over every 256 leaves, then over every 65,536, and so on, made as the leaves come. Confined to one thread. */
final class LeafHashes {
    private final List<ByteArrayOutputStream> rows = new ArrayList<>();
    private final List<CompactRange> open = new ArrayList<>();

    /** Adds the next leaf. */
    void append(byte[] leaf) {
        append(0, Merkle.leaf(leaf));
    }

    private void append(int level, Sha256 hash) {
        if (level == open.size()) {
            open.add(new CompactRange());
            rows.add(new ByteArrayOutputStream());
        }
        open.get(level).append(hash);
        if (open.get(level).size() == Tile.FULL) {
            Sha256 above = open.get(level).root();
            open.set(level, new CompactRange());
            rows.get(level).writeBytes(above.toByteArray());
            append(level + 1, above);
        }
    }

    /** Returns the hashes, level by level. */
    byte[] toByteArray() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rows.forEach(row -> out.writeBytes(row.toByteArray()));
        return out.toByteArray();
    }
}
