package dev.weir.tmsis;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a sibling element of the same row decides the class of an element: class by value of the sibling. A value that is
 * not listed, and a blank sibling, leave the class unknown; then the strictest treatment among all candidates applies.
 *
 * @param siblingField field number of the deciding element
 * @param classes class by value of the sibling, in the order of the annotation
 */
public record ClassWhen(int siblingField, Map<String, FieldClass> classes) {
    public ClassWhen {
        classes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    }
}
