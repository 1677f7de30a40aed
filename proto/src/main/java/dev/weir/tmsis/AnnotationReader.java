package dev.weir.tmsis;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weir.smp.annotations.v1.AnnotationsProto;
import dev.weir.smp.annotations.v1.ElementOptions;
import dev.weir.smp.annotations.v1.SegmentOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the catalogue from the annotations. An annotation that is missing or does not fit is a defect of the contract. */
final class AnnotationReader {
    private AnnotationReader() {}

    static Catalogue read(Descriptor record) {
        List<Segment> segments = new ArrayList<>();
        for (FieldDescriptor field : record.getFields()) {
            segments.add(segment(field));
        }
        return new Catalogue(segments);
    }

    private static Segment segment(FieldDescriptor recordField) {
        Descriptor message = recordField.getMessageType();
        require(message.getOptions().hasExtension(AnnotationsProto.segment), message.getFullName(), "has no segment");
        SegmentOptions options = message.getOptions().getExtension(AnnotationsProto.segment);
        List<Element> elements = new ArrayList<>();
        Map<String, Integer> fieldByName = new HashMap<>();
        for (FieldDescriptor field : message.getFields()) {
            ElementOptions element = options(field);
            require(
                    fieldByName.put(element.getName(), field.getNumber()) == null,
                    field.getFullName(),
                    "its element name is used twice");
        }
        for (FieldDescriptor field : message.getFields()) {
            require(field.getNumber() == elements.size() + 1, field.getFullName(), "is out of row order");
            elements.add(element(options.getId(), field, fieldByName));
        }
        return new Segment(
                options.getId(),
                options.getName(),
                FileType.ofWireNumber(options.getFileType().getNumber()),
                options.getHeader(),
                recordField.getNumber(),
                elements,
                rowRule(options, fieldByName),
                message);
    }

    private static ElementOptions options(FieldDescriptor field) {
        require(field.getOptions().hasExtension(AnnotationsProto.element), field.getFullName(), "has no element");
        require(field.getType() == FieldDescriptor.Type.STRING, field.getFullName(), "is not a string");
        return field.getOptions().getExtension(AnnotationsProto.element);
    }

    private static Element element(String segmentId, FieldDescriptor field, Map<String, Integer> fieldByName) {
        ElementOptions options = options(field);
        return new Element(
                segmentId,
                field.getNumber(),
                options.getNumber(),
                options.getName(),
                valueType(options),
                options.getWidth(),
                options.getScale(),
                FieldClass.ofWireNumber(options.getFieldClass().getNumber()),
                classWhen(options, field, fieldByName));
    }

    private static ValueType valueType(ElementOptions options) {
        return switch (options.getType()) {
            case VALUE_TYPE_UNSPECIFIED, VALUE_TYPE_X -> ValueType.TEXT;
            case VALUE_TYPE_9 -> ValueType.DIGITS;
            case VALUE_TYPE_S9 -> ValueType.DECIMAL;
            case VALUE_TYPE_D -> ValueType.DATE;
            case UNRECOGNIZED -> throw new IllegalStateException(options.getName() + ": unknown value type");
        };
    }

    private static Optional<ClassWhen> classWhen(
            ElementOptions options, FieldDescriptor field, Map<String, Integer> fieldByName) {
        if (options.getClassWhenCount() == 0) {
            return Optional.empty();
        }
        int sibling = 0;
        Map<String, FieldClass> classes = new LinkedHashMap<>();
        for (String rule : options.getClassWhenList()) {
            int colon = rule.lastIndexOf(':');
            require(colon > 0, field.getFullName(), "class_when has no class");
            Condition condition = condition(rule.substring(0, colon), field.getFullName(), fieldByName);
            require(sibling == 0 || sibling == condition.field(), field.getFullName(), "class_when names two siblings");
            sibling = condition.field();
            FieldClass fieldClass = FieldClass.valueOf(rule.substring(colon + 1));
            for (String value : condition.values()) {
                require(classes.put(value, fieldClass) == null, field.getFullName(), "class_when lists a value twice");
            }
        }
        return Optional.of(new ClassWhen(sibling, classes));
    }

    private static Optional<RowRule> rowRule(SegmentOptions options, Map<String, Integer> fieldByName) {
        if (options.getRowsWhen().isEmpty()) {
            return Optional.empty();
        }
        Condition condition = condition(options.getRowsWhen(), options.getId(), fieldByName);
        return Optional.of(new RowRule(
                condition.field(),
                Set.copyOf(condition.values()),
                FieldClass.ofWireNumber(options.getRowsClass().getNumber())));
    }

    /** {@code SIBLING=value,value}. */
    private static Condition condition(String text, String place, Map<String, Integer> fieldByName) {
        int equals = text.indexOf('=');
        require(equals > 0 && equals < text.length() - 1, place, "a condition has the form SIBLING=value,value");
        Integer field = fieldByName.get(text.substring(0, equals));
        if (field == null) {
            throw new IllegalStateException(place + ": a condition names an element that the segment does not have");
        }
        return new Condition(field, Arrays.asList(text.substring(equals + 1).split(",")));
    }

    private record Condition(int field, List<String> values) {}

    private static void require(boolean holds, String place, String rule) {
        if (!holds) {
            throw new IllegalStateException(place + ": " + rule);
        }
    }
}
