package dev.weir.core.minimize;

import dev.weir.smp.annotations.v1.FieldClass;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.Catalogue;
import java.util.Arrays;

/** Counts what becomes of the rows of a chunk. Classes are bits of a mask, one bit per class of the contract. */
final class TallyCounter {
    /** One more than the highest number of a field in any segment. */
    private static final int MOST_FIELDS = 1
            + Catalogue.v4().segments().stream()
                    .mapToInt(segment -> segment.elements().size())
                    .max()
                    .orElse(0);

    private final int[] blank = new int[MOST_FIELDS];
    private int blanks;
    private final long[] rows = new long[32];
    private final long[] changed = new long[32];
    private int[][] blanked = new int[0][];
    private long unknownFields;
    private long irregularSsns;
    private long tokenShaped;

    void clear() {
        Arrays.fill(rows, 0);
        Arrays.fill(changed, 0);
        for (int[] fields : blanked) {
            Arrays.fill(fields, 0);
        }
        unknownFields = 0;
        irregularSsns = 0;
        tokenShaped = 0;
    }

    /**
     * Counts a row that leaves: the classes that had a value, those that were changed, its odd identifiers, and the
     * elements that were noted as blank.
     */
    void row(int segment, int present, int changedClasses, int irregular, int shaped) {
        for (int rest = present; rest != 0; rest &= rest - 1) {
            rows[Integer.numberOfTrailingZeros(rest)]++;
        }
        for (int rest = changedClasses; rest != 0; rest &= rest - 1) {
            changed[Integer.numberOfTrailingZeros(rest)]++;
        }
        blanked(segment);
        irregularSsns += irregular;
        tokenShaped += shaped;
    }

    /** Begins a row; what was blanked in one that does not leave is not counted. */
    void startRow() {
        blanks = 0;
    }

    /** Notes that an element of the row had a value and will leave without one. */
    void blank(int field) {
        blank[blanks++] = field;
    }

    private void blanked(int segment) {
        if (segment >= blanked.length) {
            int[][] more = Arrays.copyOf(blanked, segment + 1);
            Arrays.fill(more, blanked.length, more.length, new int[0]);
            blanked = more;
        }
        for (int i = 0; i < blanks; i++) {
            if (blank[i] >= blanked[segment].length) {
                blanked[segment] = Arrays.copyOf(blanked[segment], MOST_FIELDS);
            }
            blanked[segment][blank[i]]++;
        }
    }

    Blanks blanks() {
        return Blanks.of(blanked);
    }

    void unknownFields(long count) {
        unknownFields += count;
    }

    Tally tally(int rowsIn, int refused, int withheld) {
        Tally.Builder tally = Tally.newBuilder()
                .setRows(rowsIn)
                .setRefused(refused)
                .setWithheld(withheld)
                .setDroppedFields(unknownFields)
                .setIrregularSsns(irregularSsns)
                .setTokenShaped(tokenShaped);
        for (dev.weir.tmsis.FieldClass fieldClass : dev.weir.tmsis.FieldClass.values()) {
            int bit = fieldClass.ordinal();
            if (fieldClass != dev.weir.tmsis.FieldClass.CORE && rows[bit] > 0) {
                tally.addClasses(ClassCount.newBuilder()
                        .setFieldClass(FieldClass.forNumber(fieldClass.wireNumber()))
                        .setRows(rows[bit])
                        .setChanged(changed[bit]));
            }
        }
        return tally.build();
    }
}
