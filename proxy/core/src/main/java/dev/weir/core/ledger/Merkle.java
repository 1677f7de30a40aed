package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The tree of RFC 6962 with SHA-256: roots and proofs made from the hashes of whole subtrees, and the verification of
 * proofs as RFC 9162, 2.1.3.2 and 2.1.4.2 give it. Pure; safe for any thread.
 */
public final class Merkle {
    /** Root of the tree without leaves. */
    public static final Sha256 EMPTY = Sha256.of(new byte[0]);

    /** Most hashes of a proof. */
    public static final int MAX_PROOF = 63;

    private Merkle() {}

    /** Returns the hash of a leaf: SHA-256 over 00 and its bytes. */
    public static Sha256 leaf(byte[] bytes) {
        MessageDigest digest = Sha256.newDigest();
        digest.update((byte) 0);
        digest.update(bytes);
        return Sha256.finish(digest);
    }

    /** Returns the hash of two subtrees: SHA-256 over 01, left and right. */
    public static Sha256 node(Sha256 left, Sha256 right) {
        MessageDigest digest = Sha256.newDigest();
        digest.update((byte) 1);
        digest.update(left.toByteArray());
        digest.update(right.toByteArray());
        return Sha256.finish(digest);
    }

    /** Returns the root of the first leaves of a tree. */
    public static Sha256 root(long size, HashReader hashes) throws IOException {
        return size == 0 ? EMPTY : range(0, size, hashes);
    }

    private static Sha256 range(long from, long to, HashReader hashes) throws IOException {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return hashes.hash(level, from >>> level);
        }
        long left = Long.highestOneBit(count - 1);
        return node(range(from, from + left, hashes), range(from + left, to, hashes));
    }

    /** Returns the hashes that lead from a leaf to the root, the leaf's sibling first. */
    public static List<Sha256> inclusion(long index, long size, HashReader hashes) throws IOException {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("inclusion: the leaf is in the tree");
        }
        List<Sha256> proof = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + Long.highestOneBit(to - from - 1);
            if (index < middle) {
                proof.add(range(middle, to, hashes));
                to = middle;
            } else {
                proof.add(range(from, middle, hashes));
                from = middle;
            }
        }
        Collections.reverse(proof);
        return proof;
    }

    /** Returns the hashes that show that a tree begins with the leaves of a smaller one. */
    public static List<Sha256> consistency(long oldSize, long size, HashReader hashes) throws IOException {
        if (oldSize < 0 || oldSize > size) {
            throw new IllegalArgumentException("consistency: the old tree is not larger");
        }
        List<Sha256> proof = new ArrayList<>();
        if (oldSize == 0 || oldSize == size) {
            return proof;
        }
        long from = 0;
        long to = size;
        while (to != oldSize) {
            long middle = from + Long.highestOneBit(to - from - 1);
            if (oldSize <= middle) {
                proof.add(range(middle, to, hashes));
                to = middle;
            } else {
                proof.add(range(from, middle, hashes));
                from = middle;
            }
        }
        if (from != 0) {
            proof.add(range(from, to, hashes));
        }
        Collections.reverse(proof);
        return proof;
    }

    /** Returns whether a proof leads from a leaf's hash to a root. */
    public static boolean includes(Sha256 leaf, long index, long size, List<Sha256> proof, Sha256 root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Sha256 hash = leaf;
        for (Sha256 sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = node(sibling, hash);
                int up = Long.numberOfTrailingZeros(node);
                node = node == 0 ? 0 : node >>> up;
                last = node == 0 ? 0 : last >>> up;
            } else {
                hash = node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Returns whether a proof shows that a tree begins with the leaves of an older one. */
    public static boolean isConsistent(long oldSize, Sha256 oldRoot, long size, Sha256 root, List<Sha256> proof) {
        if (oldSize < 0 || oldSize > size) {
            return false;
        }
        if (oldSize == 0) {
            return proof.isEmpty() && oldRoot.equals(EMPTY);
        }
        if (oldSize == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        List<Sha256> path = new ArrayList<>(proof);
        if (Long.bitCount(oldSize) == 1) {
            path.add(0, oldRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        int whole = Long.numberOfTrailingZeros(~(oldSize - 1));
        long node = (oldSize - 1) >>> whole;
        long last = (size - 1) >>> whole;
        Sha256 oldHash = path.get(0);
        Sha256 hash = path.get(0);
        for (Sha256 sibling : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = node(sibling, oldHash);
                hash = node(sibling, hash);
                int up = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && hash.equals(root);
    }
}
