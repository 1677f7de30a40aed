package dev.weir.core.minimize;

import dev.weir.smp.annotations.v1.FieldClass;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.Tally;
import java.util.Arrays;

/** Counts what becomes of the rows of a chunk. Classes are bits of a mask, one bit per class of the contract. */
final class TallyCounter {
    private final long[] rows = new long[32];
    private final long[] changed = new long[32];
    private long unknownFields;
    private long irregularSsns;
    private long tokenShaped;

    void clear() {
        Arrays.fill(rows, 0);
        Arrays.fill(changed, 0);
        unknownFields = 0;
        irregularSsns = 0;
        tokenShaped = 0;
    }

    /** Counts a row that leaves: the classes that had a value, those that were changed, and its odd identifiers. */
    void row(int present, int changedClasses, int irregular, int shaped) {
        for (int rest = present; rest != 0; rest &= rest - 1) {
            rows[Integer.numberOfTrailingZeros(rest)]++;
        }
        for (int rest = changedClasses; rest != 0; rest &= rest - 1) {
            changed[Integer.numberOfTrailingZeros(rest)]++;
        }
        irregularSsns += irregular;
        tokenShaped += shaped;
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
