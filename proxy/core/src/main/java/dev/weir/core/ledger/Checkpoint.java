package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.util.regex.Pattern;

/**
 * The state of a ledger: C2SP tlog-checkpoint without extension lines.
 *
 * @param origin name of the ledger, {@code <host>/ledger}
 * @param size entries
 * @param root root over them
 */
public record Checkpoint(String origin, long size, Sha256 root) {
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.:_/-]{1,255}");

    public Checkpoint {
        if (!isOrigin(origin) || size < 0 || (size == 0 && !root.equals(Merkle.EMPTY))) {
            throw new IllegalArgumentException("checkpoint: origin, size and root are those of a ledger");
        }
    }

    /** Returns whether a ledger may have this name. */
    public static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches() && !text.equals("cosignature/v1");
    }

    /** Returns the three lines that are signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Lines.base64(root.toByteArray()) + "\n";
    }

    /**
     * Reads the three lines.
     *
     * @throws LedgerFormatException where they are anything else
     */
    public static Checkpoint read(String text) throws LedgerFormatException {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty() || !isOrigin(lines[0])) {
            throw new LedgerFormatException("checkpoint", "has three lines: origin, size and root");
        }
        long size = Lines.number(lines[1])
                .orElseThrow(() -> new LedgerFormatException("checkpoint", "its second line is a size"));
        Sha256 root = Lines.hash(lines[2])
                .orElseThrow(() -> new LedgerFormatException("checkpoint", "its third line is a root in base64"));
        if (size == 0 && !root.equals(Merkle.EMPTY)) {
            throw new LedgerFormatException("checkpoint", "an empty ledger has the empty root");
        }
        return new Checkpoint(lines[0], size, root);
    }
}
