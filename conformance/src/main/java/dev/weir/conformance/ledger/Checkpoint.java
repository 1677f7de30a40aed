package dev.weir.conformance.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A signed state of a ledger: C2SP tlog-checkpoint in a signed note.
 *
 * @param origin name of the ledger
 * @param size entries
 * @param root root over them
 * @param signers fingerprints of the keys that signed
 */
public record Checkpoint(String origin, long size, byte[] root, List<String> signers) {
    private static final String DASH = "\u2014 ";

    /** Reads a note; at least one of the keys must have signed it, and no signature that names one may fail. */
    public static Checkpoint read(String note, List<LedgerKey> keys) throws LedgerException {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n")) {
            throw new LedgerException("a checkpoint is a text, an empty line and signatures");
        }
        String text = note.substring(0, end + 1);
        String[] lines = text.split("\n", -1);
        List<String> signers = keys.stream()
                .filter(key -> signed(text, note.substring(end + 2), key))
                .map(LedgerKey::fingerprint)
                .toList();
        if (signers.isEmpty()) {
            throw new LedgerException("a checkpoint is signed with a key of the ledger");
        }
        if (lines.length != 4 || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new LedgerException("a checkpoint has three lines: origin, size and root");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), base64(lines[2]), signers);
    }

    private static boolean signed(String text, String signatures, LedgerKey key) {
        for (String line : signatures.lines().toList()) {
            int space = line.lastIndexOf(' ');
            if (line.startsWith(DASH + key.name() + " ")) {
                byte[] bytes = Base64.getDecoder().decode(line.substring(space + 1));
                if (Arrays.equals(Arrays.copyOf(bytes, 4), key.id())) {
                    return key.verifies(
                            text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, 4, bytes.length));
                }
            }
        }
        return false;
    }

    static byte[] base64(String text) throws LedgerException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new LedgerException("hashes stand in base64");
        }
    }
}
