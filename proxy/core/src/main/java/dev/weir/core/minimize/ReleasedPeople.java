package dev.weir.core.minimize;

import dev.weir.core.token.Normalizer;
import dev.weir.core.token.TokenClass;
import dev.weir.tmsis.FieldClass;
import java.util.Arrays;

/**
 * The people of a chunk about whom something left raw or coarsened, for the accounting of disclosures: normalized MSIS ids
 * and the classes that left. Raw ids: never logged, never sent. In row order; rows of one person that follow each other
 * are one entry, and rows without an MSIS id have none.
 */
public final class ReleasedPeople {
    private static final int PROTECTED = protectedClasses();

    private final Normalizer normalizer = new Normalizer();
    private byte[] ids = new byte[1024];
    private int[] ends = new int[64];
    private int[] classes = new int[64];
    private int size;

    ReleasedPeople() {}

    /** Receives the people of a chunk. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one person.
         *
         * @param ids holds the normalized MSIS id; valid during the call only
         * @param classes set of classes that left, the bit of a class being its ordinal
         */
        void person(byte[] ids, int offset, int length, int classes);
    }

    private static int protectedClasses() {
        int mask = 0;
        for (FieldClass fieldClass : FieldClass.values()) {
            mask |= fieldClass.isProtected() ? 1 << fieldClass.ordinal() : 0;
        }
        return mask;
    }

    void clear() {
        Arrays.fill(ids, 0, size == 0 ? 0 : ends[size - 1], (byte) 0);
        size = 0;
    }

    /** Adds the person of a row, unless nothing protected left or the row names nobody. */
    void add(byte[] source, int offset, int length, int width, int left) {
        int open = left & PROTECTED;
        if (open == 0) {
            return;
        }
        int from = size == 0 ? 0 : ends[size - 1];
        if (ids.length - from < length) {
            ids = Arrays.copyOf(ids, 2 * ids.length + length);
        }
        Normalizer.Kind kind = normalizer.normalize(TokenClass.MSIS_ID, width, source, offset, length, ids, from);
        if (kind != Normalizer.Kind.VALUE || ids[from] == '&') {
            return;
        }
        int to = from + normalizer.length();
        if (size > 0 && isLast(from, to)) {
            Arrays.fill(ids, from, to, (byte) 0);
            classes[size - 1] |= open;
            return;
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            classes = Arrays.copyOf(classes, 2 * size);
        }
        ends[size] = to;
        classes[size] = open;
        size++;
    }

    private boolean isLast(int from, int to) {
        int last = size == 1 ? 0 : ends[size - 2];
        return Arrays.equals(ids, last, from, ids, from, to);
    }

    /** Returns how many entries there are. */
    public int size() {
        return size;
    }

    /** Gives every person to a sink. */
    public void forEach(Sink sink) {
        for (int i = 0; i < size; i++) {
            int from = i == 0 ? 0 : ends[i - 1];
            sink.person(ids, from, ends[i] - from, classes[i]);
        }
    }
}
