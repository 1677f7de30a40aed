package dev.weir.core.ledger;

import dev.weir.tmsis.FieldClass;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The classes that left raw or generalized for one person, as the bits of a number. */
public final class ReleasedClasses {
    /** The class of bit 0 first. */
    private static final List<FieldClass> BITS = List.of(
            FieldClass.MSIS_ID,
            FieldClass.CASE_ID,
            FieldClass.SSN,
            FieldClass.MEDICARE_ID,
            FieldClass.OTHER_ID,
            FieldClass.NAME,
            FieldClass.CONTACT,
            FieldClass.BIRTH,
            FieldClass.ADDRESS,
            FieldClass.GEOGRAPHY,
            FieldClass.IMMIGRATION,
            FieldClass.IMMIGRATION_PROXY,
            FieldClass.THIRD_PARTY,
            FieldClass.CLAIM_ID);

    private ReleasedClasses() {}

    /** Returns the number for some classes; those that have no bit are refused. */
    public static int mask(Set<FieldClass> classes) {
        int mask = 0;
        for (FieldClass fieldClass : classes) {
            int bit = BITS.indexOf(fieldClass);
            if (bit < 0) {
                throw new IllegalArgumentException("released classes: " + fieldClass + " has no bit");
            }
            mask |= 1 << bit;
        }
        return mask;
    }

    /** Returns the classes of a number; bits without a meaning are passed over. */
    public static Set<FieldClass> of(int mask) {
        Set<FieldClass> classes = EnumSet.noneOf(FieldClass.class);
        for (int bit = 0; bit < BITS.size(); bit++) {
            if ((mask >>> bit & 1) == 1) {
                classes.add(BITS.get(bit));
            }
        }
        return classes;
    }
}
