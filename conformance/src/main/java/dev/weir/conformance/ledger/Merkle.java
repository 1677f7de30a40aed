package dev.weir.conformance.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tree of RFC 9162, worked out the slow way, from its definition. */
public final class Merkle {
    private Merkle() {}

    private static byte[] hash(int prefix, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (prefix >= 0) {
                digest.update((byte) prefix);
            }
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
        }
    }

    /** Returns the hash of an entry. */
    public static byte[] leaf(byte[] entry) {
        return hash(0, entry);
    }

    /** Returns the hash over two others. */
    public static byte[] node(byte[] left, byte[] right) {
        return hash(1, left, right);
    }

    /** Returns the root over entries. */
    public static byte[] root(List<byte[]> entries) {
        if (entries.isEmpty()) {
            return hash(-1);
        }
        if (entries.size() == 1) {
            return leaf(entries.get(0));
        }
        int split = split(entries.size());
        return node(root(entries.subList(0, split)), root(entries.subList(split, entries.size())));
    }

    /** Returns the largest power of two below a size. */
    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    /** Returns the proof that an entry is in the tree. */
    public static List<byte[]> inclusion(int index, List<byte[]> entries) {
        if (entries.size() <= 1) {
            return List.of();
        }
        int split = split(entries.size());
        boolean left = index < split;
        List<byte[]> near = left ? entries.subList(0, split) : entries.subList(split, entries.size());
        List<byte[]> far = left ? entries.subList(split, entries.size()) : entries.subList(0, split);
        List<byte[]> proof = new ArrayList<>(inclusion(left ? index : index - split, near));
        proof.add(root(far));
        return proof;
    }

    /** Returns whether a proof leads from an entry to a root, as RFC 9162, 2.1.3.2 has it. */
    public static boolean includes(byte[] entry, long index, long size, List<byte[]> proof, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long at = index;
        long last = size - 1;
        byte[] reached = leaf(entry);
        for (byte[] hash : proof) {
            if (last == 0) {
                return false;
            }
            if (at % 2 == 1 || at == last) {
                reached = node(hash, reached);
                while (at % 2 == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                reached = node(reached, hash);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(reached, root);
    }
}
