package dev.weir.core.minimize;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import java.util.Map;
import java.util.TreeMap;

/**
 * In how many rows that left an element had a value and leaves without one. Counts only, and they stay with the proxy:
 * element by element and chunk by chunk they would tell a receiver more than it may know. Immutable.
 */
public final class Blanks {
    /** Nothing was blanked. */
    public static final Blanks NONE = new Blanks(Map.of());

    private static final int FIELD_BITS = 16;

    private final Map<Integer, Long> rows;

    private Blanks(Map<Integer, Long> rows) {
        this.rows = Map.copyOf(rows);
    }

    /** Takes the count of one element. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes it. */
        void element(Segment segment, Element element, long rows);
    }

    /**
     * Returns counts.
     *
     * @param counts by the record's field of the segment, and by the field of the element; may lack segments
     */
    static Blanks of(int[][] counts) {
        Map<Integer, Long> rows = new TreeMap<>();
        for (int segment = 0; segment < counts.length; segment++) {
            for (int field = 0; field < counts[segment].length; field++) {
                if (counts[segment][field] > 0) {
                    rows.put(segment << FIELD_BITS | field, (long) counts[segment][field]);
                }
            }
        }
        return rows.isEmpty() ? NONE : new Blanks(rows);
    }

    /** Returns the sums of these counts and others. */
    public Blanks plus(Blanks other) {
        if (rows.isEmpty() || other.rows.isEmpty()) {
            return rows.isEmpty() ? other : this;
        }
        Map<Integer, Long> sum = new TreeMap<>(rows);
        other.rows.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return new Blanks(sum);
    }

    /** Gives every count above zero to a visitor, in the order of segments and elements. */
    public void forEach(Visitor visitor) {
        new TreeMap<>(rows)
                .forEach((key, count) -> Catalogue.v4()
                        .segment(key >>> FIELD_BITS)
                        .ifPresent(segment ->
                                visitor.element(segment, segment.element(key & (1 << FIELD_BITS) - 1), count)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blanks that && rows.equals(that.rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return "blanks of " + rows.size() + " elements";
    }
}
