package dev.weir.core.minimize;

import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenShape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The people of an attested list, as tokens of their MSIS ids in the recipient's linkage domain, from up to two epochs.
 * Immutable and safe for any thread.
 */
public final class Subjects {
    /** Epochs that one list may mix, so that a list outlives a rotation. */
    public static final int MAX_EPOCHS = 2;

    private static final Subjects NOBODY = new Subjects(new byte[0][], List.of());

    private final byte[][] sorted;
    private final List<TokenKeys> keys;

    private Subjects(byte[][] sorted, List<TokenKeys> keys) {
        this.sorted = sorted;
        this.keys = List.copyOf(keys);
    }

    /** Returns the list of nobody. */
    public static Subjects nobody() {
        return NOBODY;
    }

    /**
     * Returns a list.
     *
     * @param tokens tokens of the people
     * @param keys token keys of every epoch that the tokens are of, at most two
     */
    public static Subjects of(Collection<String> tokens, List<TokenKeys> keys) {
        if (keys.size() > MAX_EPOCHS) {
            throw new IllegalArgumentException("subjects: at most two epochs");
        }
        byte[][] sorted = new TreeSet<>(tokens)
                .stream().map(t -> t.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
        for (byte[] token : sorted) {
            if (!TokenShape.matches(token, 0, token.length)) {
                throw new IllegalArgumentException("subjects: a person is named by a token");
            }
        }
        return new Subjects(sorted, keys);
    }

    /** Returns the keys under which MSIS ids are compared with the list. */
    List<TokenKeys> keys() {
        return keys;
    }

    /** Returns whether a token is on the list. */
    boolean contains(byte[] tokens, int offset) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(
                    sorted[middle], 0, TokenShape.LENGTH, tokens, offset, offset + TokenShape.LENGTH);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
