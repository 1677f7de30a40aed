package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.util.ArrayList;
import java.util.List;

/** A tree that only grows, of which nothing is kept but what its root needs. Confined to one thread. */
public final class CompactRange {
    /** Hashes of the whole subtrees from left to right, one for every bit of the size. */
    private final List<Sha256> subtrees = new ArrayList<>();

    private long size;

    /** Adds the hash of the next leaf. */
    public void append(Sha256 leaf) {
        Sha256 hash = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = Merkle.node(subtrees.remove(subtrees.size() - 1), hash);
        }
        subtrees.add(hash);
        size++;
    }

    /** Returns the number of leaves. */
    public long size() {
        return size;
    }

    /** Returns the root over all leaves. */
    public Sha256 root() {
        if (subtrees.isEmpty()) {
            return Merkle.EMPTY;
        }
        Sha256 hash = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            hash = Merkle.node(subtrees.get(i), hash);
        }
        return hash;
    }
}
