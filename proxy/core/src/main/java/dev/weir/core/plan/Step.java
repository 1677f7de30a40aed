package dev.weir.core.plan;

import dev.weir.core.token.TokenClass;
import dev.weir.tmsis.FieldClass;
import java.util.Map;

/** What is done to one element. Output is built from steps; what no step lets through does not leave. */
public sealed interface Step {
    /** Returns the class that is counted. */
    FieldClass fieldClass();

    /** Nothing is sent. */
    record Blank(FieldClass fieldClass) implements Step {}

    /** The value is sent as it is. */
    record Copy(FieldClass fieldClass) implements Step {}

    /** A token is sent. */
    record Token(FieldClass fieldClass, TokenClass tokenClass) implements Step {}

    /** A birth date is sent as the first of its month; what is not a date is blank. */
    record BirthMonth(FieldClass fieldClass) implements Step {}

    /** RECORD-NUMBER: not sent, not counted; rows are numbered anew when a file is rendered. */
    record Renumber(FieldClass fieldClass) implements Step {}

    /**
     * A sibling decides.
     *
     * @param siblingField field number of the sibling
     * @param steps step by value of the sibling
     * @param otherwise step where the sibling is blank or has another value: the strictest there can be
     */
    record BySibling(int siblingField, Map<String, Step> steps, Step otherwise) implements Step {
        public BySibling {
            steps = Map.copyOf(steps);
        }

        @Override
        public FieldClass fieldClass() {
            return otherwise.fieldClass();
        }
    }
}
