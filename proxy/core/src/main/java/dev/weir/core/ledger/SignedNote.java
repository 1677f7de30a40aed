package dev.weir.core.ledger;

import dev.weir.tmsis.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with signatures below it: C2SP signed-note. Reading it says nothing about who signed it.
 *
 * @param text ends in a line feed
 * @param signatures at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** Most bytes of a note. */
    public static final int MAX_BYTES = 1 << 16;

    private static final int MAX_SIGNATURES = 64;

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || signatures.isEmpty()) {
            throw new IllegalArgumentException("note: a text ends in a line feed and is signed");
        }
    }

    /**
     * Reads a note.
     *
     * @throws LedgerFormatException where the bytes are not one
     */
    public static SignedNote read(byte[] bytes) throws LedgerFormatException {
        if (bytes.length > MAX_BYTES || !Utf8.isValid(bytes, 0, bytes.length)) {
            throw new LedgerFormatException("note", "is at most " + MAX_BYTES + " bytes of UTF-8");
        }
        String note = new String(bytes, StandardCharsets.UTF_8);
        int end = note.lastIndexOf("\n\n");
        boolean plain = note.chars().noneMatch(c -> c < 0x20 && c != '\n');
        if (end < 0 || !plain || !note.endsWith("\n") || end + 2 == note.length()) {
            throw new LedgerFormatException("note", "is a text, an empty line and signatures, each line ended");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : note.substring(end + 2, note.length() - 1).split("\n", -1)) {
            if (signatures.size() == MAX_SIGNATURES) {
                throw new LedgerFormatException("note", "has at most " + MAX_SIGNATURES + " signatures");
            }
            signatures.add(NoteSignature.read(line));
        }
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    /**
     * Returns signature lines, as a witness answers with them.
     *
     * @throws LedgerFormatException where the text is anything else
     */
    public static List<NoteSignature> readSignatures(String lines) throws LedgerFormatException {
        return read(("signatures\n\n" + lines).getBytes(StandardCharsets.UTF_8)).signatures();
    }

    /** Returns the note with more signatures; whose key has signed already is passed over, so that a note stays small. */
    public SignedNote with(List<NoteSignature> more) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        for (NoteSignature signature : more) {
            if (all.stream().noneMatch(signature::hasSignerOf)) {
                all.add(signature);
            }
        }
        return new SignedNote(text, all);
    }

    /**
     * Returns those of some keys that have signed. Signatures of other keys are passed over.
     *
     * @throws LedgerFormatException where a signature names one of the keys and does not hold
     */
    public List<NoteKey> signers(List<NoteKey> known, P256 verifier) throws LedgerFormatException {
        List<NoteKey> signers = new ArrayList<>();
        for (NoteKey key : known) {
            boolean signed = false;
            for (NoteSignature signature : signatures) {
                if (signature.isBy(key)) {
                    signed = true;
                    if (!signature.holds(text, key, verifier)) {
                        throw new LedgerFormatException("note", "every signature that names a known key holds");
                    }
                }
            }
            if (signed && !signers.contains(key)) {
                signers.add(key);
            }
        }
        return signers;
    }

    /** Returns whether two of the signatures say that they are made with one key. */
    boolean signsTwice() {
        return signatures.stream()
                .anyMatch(one -> signatures.stream().anyMatch(other -> other != one && other.hasSignerOf(one)));
    }

    /** Returns the note as it is kept and sent. */
    public String render() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> out.append(signature.line()).append('\n'));
        return out.toString();
    }
}
