package dev.weir.tmsis;

import java.util.Set;

/**
 * Which rows of a segment belong to a class as a whole: those whose sibling does not hold one of the values. They are
 * withheld unless the class is released, because that they exist already tells.
 *
 * @param siblingField field number of the deciding element
 * @param passing values with which a row always passes
 * @param fieldClass class that decides about all other rows
 */
public record RowRule(int siblingField, Set<String> passing, FieldClass fieldClass) {
    public RowRule {
        passing = Set.copyOf(passing);
    }
}
