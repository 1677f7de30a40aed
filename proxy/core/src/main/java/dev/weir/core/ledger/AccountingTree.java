package dev.weir.core.ledger;

import dev.weir.core.token.AccountingTag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The people of one submission, sorted by tag, as a tree: that somebody is in it is shown by an inclusion proof, that
 * somebody is not by the two neighbours between which the tag would lie.
 */
public final class AccountingTree {
    private final Leaves leaves;

    /** Looks into a tree. */
    public AccountingTree(Leaves leaves) {
        this.leaves = leaves;
    }

    /** Leaves sorted by tag, no tag twice, and the hashes over them. */
    public interface Leaves extends HashReader {
        /** Returns how many there are. */
        long size();

        /** Returns one of them. */
        AccountingLeaf leaf(long index) throws IOException;
    }

    /** Returns the proof that a tag is in the tree, or that it is not. */
    public AccountingProof find(AccountingTag tag) throws IOException {
        long from = 0;
        long to = leaves.size();
        while (from < to) {
            long middle = (from + to) >>> 1;
            int order = leaves.leaf(middle).tag().compareTo(tag);
            if (order == 0) {
                return new AccountingProof(List.of(place(middle)));
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        List<AccountingProof.Place> neighbours = new ArrayList<>();
        if (from > 0) {
            neighbours.add(place(from - 1));
        }
        if (from < leaves.size()) {
            neighbours.add(place(from));
        }
        return new AccountingProof(neighbours);
    }

    private AccountingProof.Place place(long index) throws IOException {
        return new AccountingProof.Place(index, leaves.leaf(index), Merkle.inclusion(index, leaves.size(), leaves));
    }
}
