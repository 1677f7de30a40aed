package dev.weir.core.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys that a verifier trusts: those of the ledger, old ones with new ones, and those of witnesses.
 *
 * @param ledger keys of kind LEDGER; their name is the origin of the ledger
 * @param witnesses keys of kind WITNESS
 */
public record LedgerKeys(List<NoteKey> ledger, List<NoteKey> witnesses) {
    public LedgerKeys {
        ledger = List.copyOf(ledger);
        witnesses = List.copyOf(witnesses);
        if (ledger.stream().anyMatch(k -> k.kind() != NoteKey.Kind.LEDGER)
                || witnesses.stream().anyMatch(k -> k.kind() != NoteKey.Kind.WITNESS)) {
            throw new IllegalArgumentException("ledger keys: each is of its kind");
        }
    }

    /**
     * Reads lines for verifiers, one a line; empty lines and those that begin with # say nothing.
     *
     * @throws LedgerFormatException where a line is not a key
     */
    public static LedgerKeys read(String text) throws LedgerFormatException {
        List<NoteKey> ledger = new ArrayList<>();
        List<NoteKey> witnesses = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                NoteKey key = NoteKey.read(line.strip());
                (key.kind() == NoteKey.Kind.LEDGER ? ledger : witnesses).add(key);
            }
        }
        return new LedgerKeys(ledger, witnesses);
    }

    /**
     * A checkpoint of which it is known who signed it.
     *
     * @param signers keys of the ledger, at least one
     * @param witnesses witnesses that have cosigned
     */
    public record Verified(Checkpoint checkpoint, SignedNote note, List<NoteKey> signers, List<NoteKey> witnesses) {
        public Verified {
            signers = List.copyOf(signers);
            witnesses = List.copyOf(witnesses);
        }

        /** Returns how many witnesses have cosigned, each name counted once. */
        public int quorum() {
            return (int) witnesses.stream().map(NoteKey::name).distinct().count();
        }
    }

    /**
     * Reads and verifies a signed checkpoint.
     *
     * @throws LedgerFormatException where it is malformed, or not signed by a key of the ledger it names
     */
    public Verified verify(byte[] note, P256 verifier) throws LedgerFormatException {
        SignedNote signed = SignedNote.read(note);
        Checkpoint checkpoint = Checkpoint.read(signed.text());
        List<NoteKey> own = ledger.stream()
                .filter(key -> key.name().equals(checkpoint.origin()))
                .toList();
        List<NoteKey> signers = signed.signers(own, verifier);
        if (signers.isEmpty()) {
            throw new LedgerFormatException("checkpoint", "is signed with a known key of its ledger");
        }
        return new Verified(checkpoint, signed, signers, signed.signers(witnesses, verifier));
    }
}
