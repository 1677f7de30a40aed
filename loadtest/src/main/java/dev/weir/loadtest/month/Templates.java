package dev.weir.loadtest.month;

import dev.weir.loadtest.sample.Row;
import dev.weir.loadtest.sample.StateMonth;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.ClassWhen;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes templates of all rows of the sample. */
final class Templates {
    private static final Set<FieldClass> PERSONAL = EnumSet.of(
            FieldClass.MSIS_ID, FieldClass.SSN, FieldClass.MEDICARE_ID, FieldClass.CASE_ID, FieldClass.THIRD_PARTY);
    private static final Set<FieldClass> OF_CLAIMS = EnumSet.of(FieldClass.CLAIM_ID, FieldClass.OTHER_ID);

    private final long seed;
    private final byte[] state;

    /** Which of its kind an identifier is, by kind and value. */
    private final Map<String, Map<String, Integer>> kinds = new HashMap<>();

    private Templates(long seed, String state) {
        this.seed = seed;
        this.state = state.getBytes(StandardCharsets.US_ASCII);
    }

    /** An identifier that was found in a row. */
    private record Found(int at, byte[] value, boolean personal, String kind) {}

    /** A row before it is known how many identifiers of each kind there are. */
    private record Draft(Segment segment, byte[] bytes, int numberAt, List<Found> found) {}

    /** Returns the templates of all files, in the order of their rows. */
    static Map<FileType, List<Template>> all(long seed, String state) {
        Templates templates = new Templates(seed, state);
        Map<FileType, List<Draft>> drafts = new EnumMap<>(FileType.class);
        StateMonth sample = StateMonth.sample();
        for (FileType type : FileType.values()) {
            List<Draft> rows = new ArrayList<>();
            for (Row row : sample.rows(type)) {
                rows.add(templates.draft(row));
            }
            drafts.put(type, rows);
        }
        Map<FileType, List<Template>> all = new EnumMap<>(FileType.class);
        drafts.forEach((type, rows) ->
                all.put(type, rows.stream().map(templates::template).toList()));
        return all;
    }

    /** Returns a row as a record with its row number in place. */
    private Draft draft(Row row) {
        WireBuffer record = new WireBuffer(1024);
        row.withNumber(0).writeRecord(new RowEncoder(), record);
        byte[] bytes = record.toByteArray();
        int numberAt = -1;
        List<Found> found = new ArrayList<>();
        RowCursor cursor = new RowCursor(Catalogue.v4());
        try {
            Segment segment = cursor.start(bytes, 0, bytes.length);
            while (cursor.next()) {
                int at = cursor.valueOffset();
                if (cursor.field() == Segment.STATE_FIELD) {
                    System.arraycopy(state, 0, bytes, at, state.length);
                } else if (cursor.field() == Segment.RECORD_NUMBER_FIELD) {
                    numberAt = at;
                } else {
                    byte[] value = Arrays.copyOfRange(bytes, at, at + cursor.valueLength());
                    find(row, segment.element(cursor.field()), at, value, found);
                }
            }
            return new Draft(segment, bytes, numberAt, found);
        } catch (WireFaultException e) {
            throw new IllegalStateException(row.segment().id() + ": a generated row is not in canonical form", e);
        }
    }

    private void find(Row row, Element element, int at, byte[] value, List<Found> found) {
        FieldClass fieldClass =
                element.classWhen().map(when -> bySibling(row, element, when)).orElse(element.fieldClass());
        boolean personal = PERSONAL.contains(fieldClass);
        if (!personal && !OF_CLAIMS.contains(fieldClass) || value.length < 6 || isFill(value)) {
            return;
        }
        String shape = Identifier.shape(value);
        if (fieldClass == FieldClass.THIRD_PARTY && !shape.startsWith("ssn")) {
            return;
        }
        String kind = fieldClass + " " + shape;
        Map<String, Integer> known = kinds.computeIfAbsent(kind, k -> new HashMap<>());
        known.putIfAbsent(new String(value, StandardCharsets.UTF_8), known.size());
        found.add(new Found(at, value, personal, kind));
    }

    /** Returns whether a value is one character over and over: it stands for none, and stays. */
    private static boolean isFill(byte[] value) {
        for (byte b : value) {
            if (b != value[0]) {
                return false;
            }
        }
        return true;
    }

    private static FieldClass bySibling(Row row, Element element, ClassWhen when) {
        String sibling = row.values().get(when.siblingField() - 1);
        return when.classes().getOrDefault(sibling, element.fieldClass());
    }

    private Template template(Draft draft) {
        List<Identifier> identifiers = new ArrayList<>();
        for (Found found : draft.found()) {
            Map<String, Integer> known = kinds.getOrDefault(found.kind(), Map.of());
            int local = known.getOrDefault(new String(found.value(), StandardCharsets.UTF_8), 0);
            identifiers.add(new Identifier(
                    found.personal(), found.at(), found.value(), key(found.kind()), local, known.size()));
        }
        return new Template(draft.segment(), draft.bytes(), draft.numberAt(), identifiers.toArray(Identifier[]::new));
    }

    /** Returns where the numbers of a kind begin. */
    private long key(String kind) {
        long key = seed;
        for (int i = 0; i < kind.length(); i++) {
            key = (key ^ kind.charAt(i)) * 0x9E3779B97F4A7C15L;
            key ^= key >>> 29;
        }
        return key & Long.MAX_VALUE;
    }
}
