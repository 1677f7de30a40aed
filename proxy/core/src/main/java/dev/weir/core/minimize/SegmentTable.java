package dev.weir.core.minimize;

import dev.weir.core.plan.SegmentPlan;
import dev.weir.core.plan.Step;
import dev.weir.core.token.TokenClass;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.RowRule;
import dev.weir.tmsis.Segment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of one segment as arrays by field number, for the fast engine. A step is packed into an int: what is done in
 * the lowest byte, the class bit's number in the next, the kind of identifier in the third. Immutable.
 */
final class SegmentTable {
    static final int BLANK = 0;
    static final int COPY = 1;
    static final int TOKEN = 2;
    static final int BIRTH_MONTH = 3;
    static final int RENUMBER = 4;
    static final int BY_SIBLING = 5;

    private static final TokenClass[] TOKEN_CLASSES = TokenClass.values();

    final int columns;
    final int recordTag;
    final int[] steps;
    final int[] maxCharacters;
    final byte[] id;

    /** Field that decides whether the row is withheld; 0 where none does. */
    final int rowField;

    /** Field that names the person whom the row is about; 0 where none does. */
    final int personField;

    private final byte[][] rowPassing;
    private final Sibling[] siblings;

    SegmentTable(SegmentPlan plan) {
        Segment segment = plan.segment();
        columns = segment.elements().size();
        recordTag = segment.recordField() << 3 | 2;
        id = ascii(segment.id());
        steps = new int[columns + 1];
        maxCharacters = new int[columns + 1];
        siblings = new Sibling[columns + 1];
        for (Element element : segment.elements()) {
            int field = element.field();
            Step step = plan.step(field);
            steps[field] = pack(step);
            maxCharacters[field] = element.maxCharacters();
            siblings[field] = new Sibling(step);
        }
        personField = segment.person().map(Element::field).orElse(0);
        Optional<RowRule> rule = plan.withheld();
        rowField = rule.map(RowRule::siblingField).orElse(0);
        rowPassing = rule.map(r -> r.passing().stream().map(SegmentTable::ascii).toArray(byte[][]::new))
                .orElse(new byte[0][]);
    }

    static int action(int step) {
        return step & 0xFF;
    }

    /** Returns the bit of the step's class in a mask; none for CORE, which is not counted. */
    static int classBit(int step) {
        return 1 << (step >>> 8 & 0xFF) & ~1;
    }

    static TokenClass tokenClass(int step) {
        return TOKEN_CLASSES[step >>> 16];
    }

    boolean passes(byte[] bytes, int offset, int length) {
        for (byte[] value : rowPassing) {
            if (equal(value, bytes, offset, length)) {
                return true;
            }
        }
        return false;
    }

    int siblingField(int field) {
        return siblings[field].field;
    }

    /** Returns the step of a field by the value of its sibling. */
    int bySibling(int field, byte[] bytes, int offset, int length) {
        Sibling sibling = siblings[field];
        for (int i = 0; i < sibling.values.length; i++) {
            if (equal(sibling.values[i], bytes, offset, length)) {
                return sibling.steps[i];
            }
        }
        return sibling.otherwise;
    }

    static boolean equal(byte[] value, byte[] bytes, int offset, int length) {
        return value.length == length && Arrays.equals(value, 0, length, bytes, offset, offset + length);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int pack(Step step) {
        int fieldClass =
                step.fieldClass() == FieldClass.CORE ? 0 : step.fieldClass().ordinal() << 8;
        if (step instanceof Step.Token token) {
            return TOKEN | fieldClass | token.tokenClass().ordinal() << 16;
        }
        if (step instanceof Step.Copy) {
            return COPY | fieldClass;
        }
        if (step instanceof Step.BirthMonth) {
            return BIRTH_MONTH | fieldClass;
        }
        if (step instanceof Step.Renumber) {
            return RENUMBER | fieldClass;
        }
        return (step instanceof Step.BySibling ? BY_SIBLING : BLANK) | fieldClass;
    }

    /** Values of the deciding sibling and the steps that follow from them. */
    private static final class Sibling {
        private final int field;
        private final byte[][] values;
        private final int[] steps;
        private final int otherwise;

        Sibling(Step step) {
            if (step instanceof Step.BySibling by) {
                field = by.siblingField();
                values = new byte[by.steps().size()][];
                steps = new int[values.length];
                int at = 0;
                for (Map.Entry<String, Step> entry : by.steps().entrySet()) {
                    values[at] = ascii(entry.getKey());
                    steps[at++] = pack(entry.getValue());
                }
                otherwise = pack(by.otherwise());
            } else {
                field = 0;
                values = new byte[0][];
                steps = new int[0];
                otherwise = pack(step);
            }
        }
    }
}
