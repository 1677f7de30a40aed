package dev.weir.endpoints.receiver;

import dev.weir.smp.v1.ClassTreatment;
import dev.weir.smp.v1.GeneralizeRule;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.Treatment;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.ClassWhen;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which shapes the values of every element may have under a declared plan. Where a sibling decides the class and is itself
 * blanked, every shape that some class allows is allowed. Immutable and safe for any thread.
 */
final class ShapeTable {
    /** No value at all. Every element may be blank. */
    static final byte BLANK = 0;
    /** A token of the declared epoch. */
    static final byte TOKEN = 1;
    /** The first of a month. */
    static final byte MONTH = 2;
    /** Any value that fits the element. */
    static final byte VALUE = 4;

    private final byte[][] byRecordField;
    private final Map<String, SiblingShapes> bySibling = new HashMap<>();
    private final Map<FieldClass, ClassTreatment> byClass = new EnumMap<>(FieldClass.class);
    private final Set<String> blankElements;
    private final char epoch;

    /**
     * What a visible sibling says about the shapes of an element.
     *
     * @param siblingField field number of the sibling
     * @param shapes shapes by its value
     * @param otherwise shapes where it is blank or has another value
     */
    record SiblingShapes(int siblingField, Map<String, Byte> shapes, byte otherwise) {}

    /** Creates the table of a well-formed plan. */
    ShapeTable(Plan plan) {
        plan.getTreatmentsList().forEach(t -> byClass.put(FieldClass.ofWireNumber(t.getFieldClassValue()), t));
        blankElements = Set.copyOf(plan.getBlankElementsList());
        epoch = plan.getEpoch().charAt(0);
        byRecordField = new byte[Catalogue.v4().recordFieldLimit()][];
        for (Segment segment : Catalogue.v4().segments()) {
            byte[] shapes = new byte[segment.elements().size() + 1];
            for (Element element : segment.elements()) {
                shapes[element.field()] = shapes(segment, element);
            }
            byRecordField[segment.recordField()] = shapes;
        }
    }

    private byte shape(FieldClass fieldClass) {
        ClassTreatment treatment = byClass.getOrDefault(fieldClass, ClassTreatment.getDefaultInstance());
        return switch (treatment.getTreatment()) {
            case TREATMENT_TOKEN -> TOKEN;
            case TREATMENT_GENERALIZE -> treatment.getRule() == GeneralizeRule.GENERALIZE_RULE_MONTH ? MONTH : BLANK;
            // The receiver cannot tell who is listed; the others have what a policy allows without an attestation.
            case TREATMENT_LISTED -> VALUE | TOKEN | MONTH;
            case TREATMENT_COPY -> VALUE;
            case TREATMENT_BLANK, TREATMENT_UNSPECIFIED, UNRECOGNIZED -> BLANK;
        };
    }

    private byte shapes(Segment segment, Element element) {
        if (element.isRecordNumber() || blankElements.contains(element.name())) {
            return BLANK;
        }
        byte allowed = shape(element.fieldClass());
        if (element.classWhen().isPresent()) {
            ClassWhen when = element.classWhen().get();
            Element sibling = segment.element(when.siblingField());
            if (shape(sibling.fieldClass()) == VALUE && !blankElements.contains(sibling.name())) {
                bySibling.put(element.path(), siblingShapes(element, when));
            }
            for (FieldClass fieldClass : when.classes().values()) {
                allowed |= shape(fieldClass);
            }
        }
        return allowed;
    }

    private SiblingShapes siblingShapes(Element element, ClassWhen when) {
        Map<String, Byte> shapes = new HashMap<>();
        FieldClass strictest = element.fieldClass();
        for (Map.Entry<String, FieldClass> entry : when.classes().entrySet()) {
            shapes.put(entry.getKey(), shape(entry.getValue()));
            if (strictness(entry.getValue()) < strictness(strictest)) {
                strictest = entry.getValue();
            }
        }
        return new SiblingShapes(when.siblingField(), shapes, shape(strictest));
    }

    private int strictness(FieldClass fieldClass) {
        return byClass.getOrDefault(fieldClass, ClassTreatment.getDefaultInstance())
                .getTreatmentValue();
    }

    /** Returns the shapes that an element may have, as bits, whatever its siblings. */
    byte allowed(Segment segment, int field) {
        return byRecordField[segment.recordField()][field];
    }

    /** Returns what a sibling that can be seen says about an element. */
    Optional<SiblingShapes> bySibling(Element element) {
        return Optional.ofNullable(bySibling.get(element.path()));
    }

    /** Returns the epoch of all tokens. */
    char epoch() {
        return epoch;
    }

    /** Returns whether a plan can be made a table of: every class once, in order, known treatments, an epoch. */
    static boolean isWellFormed(Plan plan) {
        if (plan.getTreatmentsCount() != FieldClass.values().length
                || plan.getEpoch().length() != 1
                || plan.getEpoch().charAt(0) < 'A'
                || plan.getEpoch().charAt(0) > 'Z'
                || plan.getPolicySha256().size() != 32
                || plan.getPlanSha256().size() != 32
                || !plan.getDomain().matches("[a-z0-9.-]{1,64}")) {
            return false;
        }
        for (int i = 0; i < plan.getTreatmentsCount(); i++) {
            Treatment treatment = plan.getTreatments(i).getTreatment();
            if (plan.getTreatments(i).getFieldClassValue() != i + 1
                    || treatment == Treatment.TREATMENT_UNSPECIFIED
                    || treatment == Treatment.UNRECOGNIZED) {
                return false;
            }
        }
        return true;
    }
}
