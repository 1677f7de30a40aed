package dev.weir.core.policy;

import dev.weir.tmsis.FieldClass;

/** How a value is made coarser. */
public enum GeneralizeRule {
    /** Birth date to the first of its month. */
    MONTH(FieldClass.BIRTH, true),
    /** Birth date to its year, ninety and over together. Only in extracts that are not T-MSIS. */
    YEAR(FieldClass.BIRTH, false),
    /** Address to city, state and five digits of the ZIP. Only in extracts that are not T-MSIS. */
    ZIP5(FieldClass.ADDRESS, false),
    /** Address to three digits of the ZIP, 000 where few people live. Only in extracts that are not T-MSIS. */
    ZIP3(FieldClass.ADDRESS, false);

    private final FieldClass fieldClass;
    private final boolean fitsTmsis;

    GeneralizeRule(FieldClass fieldClass, boolean fitsTmsis) {
        this.fieldClass = fieldClass;
        this.fitsTmsis = fitsTmsis;
    }

    /** Returns the only class that the rule is for. */
    public FieldClass fieldClass() {
        return fieldClass;
    }

    /** Returns whether a T-MSIS element can hold the result; if not, the element is blank in a T-MSIS feed. */
    public boolean fitsTmsis() {
        return fitsTmsis;
    }
}
