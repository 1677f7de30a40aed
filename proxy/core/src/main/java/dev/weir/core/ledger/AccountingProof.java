package dev.weir.core.ledger;

import dev.weir.core.token.AccountingTag;
import dev.weir.smp.Sha256;
import java.util.List;

/**
 * Shows that a person was in a release, or was not.
 *
 * @param places the leaf itself; or the neighbours: two, one at either end, none in an empty tree
 */
public record AccountingProof(List<Place> places) {
    public AccountingProof {
        places = List.copyOf(places);
    }

    /**
     * A leaf with its way to the root.
     *
     * @param index among the sorted leaves
     */
    public record Place(long index, AccountingLeaf leaf, List<Sha256> proof) {
        public Place {
            proof = List.copyOf(proof);
        }
    }

    /** What a proof shows. */
    public enum Answer {
        /** The tag is in the tree. */
        IN,
        /** The tag is not in the tree. */
        NOT_IN,
        /** Nothing: the proof does not hold. */
        NOTHING
    }

    /**
     * Verifies.
     *
     * @param size people in the tree, as the ledger says
     * @param root over them, as the ledger says
     */
    public Answer verify(AccountingTag tag, long size, Sha256 root) {
        for (Place place : places) {
            if (!Merkle.includes(place.leaf().hash(), place.index(), size, place.proof(), root)) {
                return Answer.NOTHING;
            }
        }
        if (places.isEmpty()) {
            return size == 0 && root.equals(Merkle.EMPTY) ? Answer.NOT_IN : Answer.NOTHING;
        }
        Place first = places.get(0);
        int order = first.leaf().tag().compareTo(tag);
        if (places.size() == 1) {
            if (order == 0) {
                return Answer.IN;
            }
            boolean outside = order > 0 ? first.index() == 0 : first.index() == size - 1;
            return outside ? Answer.NOT_IN : Answer.NOTHING;
        }
        Place second = places.get(1);
        boolean between = places.size() == 2
                && second.index() == first.index() + 1
                && order < 0
                && second.leaf().tag().compareTo(tag) > 0;
        return between ? Answer.NOT_IN : Answer.NOTHING;
    }
}
