package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.io.IOException;

/** Gives the hashes of the whole subtrees of a tree, from wherever they are kept. */
@FunctionalInterface
public interface HashReader {
    /**
     * Returns the hash over the leaves {@code index << level} to {@code (index + 1) << level}, all of which exist.
     *
     * @param level 0 for leaf hashes
     */
    Sha256 hash(int level, long index) throws IOException;
}
