package dev.weir.tmsis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.weir.smp.annotations.v1.AnnotationsProto;
import dev.weir.smp.annotations.v1.ElementOptions;
import dev.weir.smp.v1.StatementProto;
import dev.weir.smp.v1.SubmissionProto;
import dev.weir.tmsis.v4.Record;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Walks every descriptor of the contract. */
class ContractTest {
    private static final Path NUMBERS = Path.of("src/test/resources/contract-numbers.txt");

    @Test
    void dictionary_hasAllSegmentsAndElements() {
        assertEquals(71, Catalogue.v4().segments().size());
        assertEquals(
                1852,
                Catalogue.v4().segments().stream()
                        .mapToInt(s -> s.elements().size())
                        .sum());
        assertEquals(9, FileType.values().length);
        for (FileType type : FileType.values()) {
            assertTrue(Catalogue.v4().header(type).header(), type.name());
            assertEquals(
                    1,
                    Catalogue.v4().segments(type).stream()
                            .filter(Segment::header)
                            .count(),
                    type.name());
        }
    }

    @Test
    void everyField_hasClassNameAndNoUnknownEnum() {
        for (FieldDescriptor field : segmentFields()) {
            assertTrue(field.getOptions().hasExtension(AnnotationsProto.element), field.getFullName());
            ElementOptions element = field.getOptions().getExtension(AnnotationsProto.element);
            assertTrue(element.getFieldClass().getNumber() > 0, field.getFullName());
            assertFalse(element.getName().isEmpty(), field.getFullName());
        }
    }

    @Test
    void everyProtectedField_isRedactedInDebugOutput() {
        for (Segment segment : Catalogue.v4().segments()) {
            for (Element element : segment.elements()) {
                boolean redacted = segment.descriptor()
                        .findFieldByNumber(element.field())
                        .getOptions()
                        .getDebugRedact();
                if (element.canBeProtected() || element.fieldClass() == FieldClass.IMMIGRATION_HINT) {
                    assertTrue(redacted, element.path());
                }
            }
        }
    }

    @Test
    void ids_areUnique() {
        Set<String> segments = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (Segment segment : Catalogue.v4().segments()) {
            assertTrue(segments.add(segment.id()), segment.id());
            Set<String> names = new HashSet<>();
            for (Element element : segment.elements()) {
                assertTrue(names.add(element.name()), element.path());
                assertTrue(element.number().isEmpty() || numbers.add(element.number()), element.path());
                assertTrue(
                        element.number().isEmpty()
                                || element.number().startsWith(segment.id().substring(0, 3)),
                        element.path());
            }
        }
    }

    @Test
    void everySegment_isNumberedByFileTypeAndId_andBeginsWithItsKey() {
        for (Segment segment : Catalogue.v4().segments()) {
            int expected = segment.fileType().ordinal() * 100
                    + Integer.parseInt(segment.id().substring(3));
            assertEquals(expected, segment.recordField(), segment.id());
            assertEquals(segment.fileType().name(), segment.id().substring(0, 3));
            assertEquals("RECORD-ID", segment.element(Segment.RECORD_ID_FIELD).name());
            if (!segment.header()) {
                assertEquals(
                        "SUBMITTING-STATE", segment.element(Segment.STATE_FIELD).name());
                assertEquals(
                        Element.RECORD_NUMBER,
                        segment.element(Segment.RECORD_NUMBER_FIELD).name());
            }
            assertEquals(
                    "STATE-NOTATION", segment.element(segment.elements().size()).name(), segment.id());
        }
    }

    @Test
    void siblingRules_areTheOnesOfTheStandard() {
        assertEquals("ELG-IDENTIFIER-TYPE {1=OTHER_ID, 2=MSIS_ID, 3=IMMIGRATION}", rule("ELG00022", "ELG-IDENTIFIER"));
        assertEquals(
                "PAYEE-ID-TYPE {08=MSIS_ID, 01=CORE, 02=CORE, 04=CORE, 05=CORE, 06=CORE, 07=CORE}",
                rule("FTX00005", "PAYEE-ID"));
        assertEquals("PAYEE-TAX-ID-TYPE {01=THIRD_PARTY, 02=CORE}", rule("FTX00009", "PAYEE-TAX-ID"));
        RowRule rows =
                Catalogue.v4().segment("ELG00022").orElseThrow().rowRule().orElseThrow();
        assertEquals(Set.of("2"), rows.passing());
        assertEquals(FieldClass.IMMIGRATION, rows.fieldClass());
        long withRule = Catalogue.v4().segments().stream()
                .flatMap(s -> s.elements().stream())
                .filter(e -> e.classWhen().isPresent())
                .count();
        assertEquals(2 + 9 * 3, withRule, "ELG00022, PRV00005 and three in each of the nine FTX payment segments");
    }

    private static String rule(String segmentId, String name) {
        Segment segment = Catalogue.v4().segment(segmentId).orElseThrow();
        ClassWhen rule = segment.element(name).orElseThrow().classWhen().orElseThrow();
        return segment.element(rule.siblingField()).name() + " " + rule.classes();
    }

    @Test
    void everyIdentifier_hasAWidth() {
        // Fill values are recognized by the full width of the element, so a tokenized element needs one.
        Set<FieldClass> identifiers = Set.of(
                FieldClass.MSIS_ID,
                FieldClass.CASE_ID,
                FieldClass.CLAIM_ID,
                FieldClass.OTHER_ID,
                FieldClass.SSN,
                FieldClass.MEDICARE_ID);
        for (Segment segment : Catalogue.v4().segments()) {
            for (Element element : segment.elements()) {
                if (identifiers.contains(element.fieldClass())) {
                    assertTrue(element.width() > 0, element.path());
                }
            }
        }
    }

    /** A number, once given, stays what it is: other implementations have it in their code. */
    @Test
    void numbers_areTheRecordedOnes() throws IOException {
        Set<String> found = new TreeSet<>();
        for (FileDescriptor file : files()) {
            file.getMessageTypes().forEach(m -> message(m, found));
            file.getEnumTypes().forEach(e -> enumeration(e, found));
        }
        if (Boolean.getBoolean("weir.writeGolden")) {
            Files.write(NUMBERS, found);
        }
        assertEquals(String.join("\n", Files.readAllLines(NUMBERS)), String.join("\n", found));
    }

    private static void message(Descriptor message, Set<String> found) {
        for (FieldDescriptor field : message.getFields()) {
            found.add(field.getFullName() + " = " + field.getNumber());
        }
        message.getEnumTypes().forEach(e -> enumeration(e, found));
        message.getNestedTypes().forEach(m -> message(m, found));
    }

    private static void enumeration(EnumDescriptor enumeration, Set<String> found) {
        for (EnumValueDescriptor value : enumeration.getValues()) {
            found.add(value.getFullName() + " = " + value.getNumber());
        }
    }

    private static Set<FileDescriptor> files() {
        Set<FileDescriptor> files = new HashSet<>(List.of(
                AnnotationsProto.getDescriptor(), StatementProto.getDescriptor(), SubmissionProto.getDescriptor()));
        files.add(Record.getDescriptor().getFile());
        Catalogue.v4().segments().forEach(s -> files.add(s.descriptor().getFile()));
        return files;
    }

    private static List<FieldDescriptor> segmentFields() {
        List<FieldDescriptor> fields = new ArrayList<>();
        for (FieldDescriptor segment : Record.getDescriptor().getFields()) {
            fields.addAll(segment.getMessageType().getFields());
        }
        return fields;
    }
}
