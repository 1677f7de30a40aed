package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** RFC 6962, 2.1 written down word by word, over lists; shares nothing with the code it checks. */
final class PlainTree implements HashReader {
    private final List<byte[]> leaves;

    PlainTree(List<byte[]> leaves) {
        this.leaves = leaves;
    }

    static Sha256 mth(List<byte[]> d) {
        if (d.isEmpty()) {
            return Sha256.of(new byte[0]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (d.size() == 1) {
            out.write(0);
            out.writeBytes(d.get(0));
        } else {
            int k = split(d.size());
            out.write(1);
            out.writeBytes(mth(d.subList(0, k)).toByteArray());
            out.writeBytes(mth(d.subList(k, d.size())).toByteArray());
        }
        return Sha256.of(out.toByteArray());
    }

    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    static List<Sha256> path(int m, List<byte[]> d) {
        if (d.size() == 1) {
            return List.of();
        }
        int k = split(d.size());
        List<Sha256> path = new ArrayList<>(m < k ? path(m, d.subList(0, k)) : path(m - k, d.subList(k, d.size())));
        path.add(mth(m < k ? d.subList(k, d.size()) : d.subList(0, k)));
        return path;
    }

    static List<Sha256> subproof(int m, List<byte[]> d, boolean whole) {
        if (m == d.size()) {
            return whole ? List.of() : List.of(mth(d));
        }
        int k = split(d.size());
        List<Sha256> proof = new ArrayList<>(
                m <= k ? subproof(m, d.subList(0, k), whole) : subproof(m - k, d.subList(k, d.size()), false));
        proof.add(mth(m <= k ? d.subList(k, d.size()) : d.subList(0, k)));
        return proof;
    }

    @Override
    public Sha256 hash(int level, long index) {
        int from = (int) (index << level);
        return mth(leaves.subList(from, from + (1 << level)));
    }
}
