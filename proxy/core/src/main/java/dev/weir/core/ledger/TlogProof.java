package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A proof that can be checked offline that an entry is in a ledger: C2SP tlog-proof without extra data.
 *
 * @param index of the entry
 * @param hashes from the leaf's sibling up
 * @param checkpoint signed
 */
public record TlogProof(long index, List<Sha256> hashes, SignedNote checkpoint) {
    private static final String HEAD = "c2sp.org/tlog-proof@v1";

    public TlogProof {
        hashes = List.copyOf(hashes);
    }

    /** Returns the proof as text. */
    public String render() {
        StringBuilder out =
                new StringBuilder(HEAD).append("\nindex ").append(index).append('\n');
        Lines.hashes(out, hashes);
        return out.append('\n').append(checkpoint.render()).toString();
    }

    /**
     * Reads a proof.
     *
     * @throws LedgerFormatException where the text is not one, or has extra data
     */
    public static TlogProof read(String text) throws LedgerFormatException {
        int end = text.indexOf("\n\n");
        List<String> head =
                end < 0 ? List.of() : Arrays.asList(text.substring(0, end).split("\n", -1));
        if (head.size() < 2 || !head.get(0).equals(HEAD) || !head.get(1).startsWith("index ")) {
            throw new LedgerFormatException("proof", "is a c2sp.org/tlog-proof@v1 without extra data");
        }
        long index = Lines.number(head.get(1).substring(6))
                .orElseThrow(() -> new LedgerFormatException("proof", "its index is a number"));
        List<Sha256> hashes = Lines.hashes("proof", head.subList(2, head.size()));
        return new TlogProof(
                index, hashes, SignedNote.read(text.substring(end + 2).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Verifies that an entry is in the ledger.
     *
     * @throws LedgerFormatException where the checkpoint is not signed by the ledger, or does not cover the entry
     */
    public LedgerKeys.Verified verify(byte[] leaf, LedgerKeys keys, P256 verifier) throws LedgerFormatException {
        LedgerKeys.Verified verified = keys.verify(checkpoint.render().getBytes(StandardCharsets.UTF_8), verifier);
        Checkpoint state = verified.checkpoint();
        if (!Merkle.includes(Merkle.leaf(leaf), index, state.size(), hashes, state.root())) {
            throw new LedgerFormatException("proof", "leads from the entry to the root of the checkpoint");
        }
        return verified;
    }
}
