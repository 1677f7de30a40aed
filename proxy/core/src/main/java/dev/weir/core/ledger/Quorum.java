package dev.weir.core.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Witnesses that count, and how many of them a checkpoint needs.
 *
 * @param least how many, each name counted once; 0 needs none
 * @param witnesses keys of kind WITNESS; one name may have several, so that a witness can rotate its key
 */
public record Quorum(int least, List<NoteKey> witnesses) {
    public Quorum {
        witnesses = List.copyOf(witnesses);
        if (witnesses.stream().anyMatch(k -> k.kind() != NoteKey.Kind.WITNESS)) {
            throw new IllegalArgumentException("quorum: keys are those of witnesses");
        }
    }

    /**
     * Reads the keys of a quorum.
     *
     * @param lines lines for verifiers
     * @throws LedgerFormatException where a line is not the key of a witness
     */
    public static Quorum of(int least, List<String> lines) throws LedgerFormatException {
        List<NoteKey> keys = new ArrayList<>();
        for (String line : lines) {
            NoteKey key = NoteKey.read(line);
            if (key.kind() != NoteKey.Kind.WITNESS) {
                throw new LedgerFormatException("verifier key", "is that of a witness");
            }
            keys.add(key);
        }
        return new Quorum(least, keys);
    }

    /** Returns the names of the witnesses. */
    public List<String> names() {
        return witnesses.stream().map(NoteKey::name).distinct().toList();
    }

    /** Returns whether enough witnesses have cosigned a note, by signatures that hold. */
    public boolean isReachedBy(SignedNote note, P256 verifier) {
        try {
            return note.signers(witnesses, verifier).stream()
                            .map(NoteKey::name)
                            .distinct()
                            .count()
                    >= least;
        } catch (LedgerFormatException e) {
            // A signature that names a witness and does not hold is nobody's.
            return false;
        }
    }
}
