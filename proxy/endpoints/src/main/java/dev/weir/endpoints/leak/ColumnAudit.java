package dev.weir.endpoints.leak;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.weir.smp.v1.ClassTreatment;
import dev.weir.smp.v1.GeneralizeRule;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.Treatment;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.v4.Record;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Looks at every column of every row of minimized files: what the plan blanks is empty, what it tokenizes is empty or a
 * token, a birth date is the first of a month. This finds what is too short to be searched for. Written for itself, on
 * the generated parser, so that it shares no mistake with the engine or the receiver.
 */
public final class ColumnAudit {
    private static final Pattern TOKEN = Pattern.compile("T[A-Z][A-Z2-7]{18}|&T[A-Z][A-Z2-7]{17}");
    private static final Pattern MONTH = Pattern.compile("[0-9]{6}01");
    private static final int MOST_FINDINGS = 1000;

    private final Map<FieldClass, ClassTreatment> treatments = new EnumMap<>(FieldClass.class);
    private final List<String> findings = new ArrayList<>();
    private long rows;
    private long columns;

    /** Creates an audit by a plan. */
    public ColumnAudit(Plan plan) {
        for (ClassTreatment treatment : plan.getTreatmentsList()) {
            treatments.put(FieldClass.ofWireNumber(treatment.getFieldClassValue()), treatment);
        }
    }

    /** Audits a T-MSIS file. */
    public void file(Path file, ReadSettings settings) throws IOException {
        try (TmsisReader reader = TmsisReader.open(file, settings)) {
            record(reader.header().record().toByteArray(), file.getFileName() + " header");
            WireBuffer record = new WireBuffer(4096);
            for (TmsisReader.Next next = reader.next(); next != TmsisReader.Next.END; next = reader.next()) {
                if (next == TmsisReader.Next.MALFORMED) {
                    finding(file.getFileName() + " row " + reader.row() + ": is malformed");
                    continue;
                }
                record.clear();
                reader.writeRecord(record);
                record(record.toByteArray(), file.getFileName() + " row " + reader.row());
            }
        }
    }

    /** Audits one record. */
    public void record(byte[] bytes, String place) throws IOException {
        Record record = Record.parseFrom(bytes);
        FieldDescriptor field =
                Record.getDescriptor().findFieldByNumber(record.getSegmentCase().getNumber());
        Segment segment = Catalogue.v4().segment(field.getNumber()).orElseThrow();
        Message row = (Message) record.getField(field);
        rows++;
        for (Element element : segment.elements()) {
            String value = (String) row.getField(segment.descriptor().findFieldByNumber(element.field()));
            if (!value.isEmpty() && !segment.header()) {
                columns++;
                column(segment, element, row, value, place);
            }
        }
    }

    private void column(Segment segment, Element element, Message row, String value, String place) {
        for (FieldClass fieldClass : classes(segment, element, row)) {
            if (fits(fieldClass, value)) {
                return;
            }
        }
        finding(place + ": " + element.path() + ": does not look as the plan says");
    }

    /** Returns the classes that an element may have here: one where its sibling tells, else all candidates. */
    private static List<FieldClass> classes(Segment segment, Element element, Message row) {
        if (element.classWhen().isEmpty()) {
            return List.of(element.fieldClass());
        }
        var when = element.classWhen().get();
        String sibling = (String) row.getField(segment.descriptor().findFieldByNumber(when.siblingField()));
        FieldClass told = when.classes().get(sibling);
        if (told != null) {
            return List.of(told);
        }
        List<FieldClass> all = new ArrayList<>(when.classes().values());
        all.add(element.fieldClass());
        // A blank sibling may have been blanked; a class that passes unchanged is then no excuse.
        all.removeIf(c -> !c.isProtected());
        return all;
    }

    private boolean fits(FieldClass fieldClass, String value) {
        ClassTreatment treatment = treatments.getOrDefault(fieldClass, ClassTreatment.getDefaultInstance());
        if (treatment.getTreatment() == Treatment.TREATMENT_TOKEN) {
            return TOKEN.matcher(value).matches();
        }
        if (treatment.getTreatment() == Treatment.TREATMENT_GENERALIZE) {
            return treatment.getRule() == GeneralizeRule.GENERALIZE_RULE_MONTH
                    && MONTH.matcher(value).matches();
        }
        return treatment.getTreatment() == Treatment.TREATMENT_COPY
                || treatment.getTreatment() == Treatment.TREATMENT_LISTED;
    }

    private void finding(String text) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(text);
        }
    }

    /** Returns what was found: file, row, element, never a value. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    /** Returns the rows looked at. */
    public long rows() {
        return rows;
    }

    /** Returns the filled columns looked at. */
    public long columns() {
        return columns;
    }
}
