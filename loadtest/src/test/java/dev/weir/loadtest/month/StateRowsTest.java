package dev.weir.loadtest.month;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.weir.loadtest.sample.AssumedLayout;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.v4.Record;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateRowsTest {
    private static final MonthPlan PLAN =
            SizeProfiles.plan("XS").orElseThrow().scaledTo(60_000).withSeed(7);

    private final StateRows rows = new StateRows(PLAN);

    private static byte[] record(StateRows from, FileType type, long index) {
        WireBuffer out = new WireBuffer(1024);
        from.record(type, index, out);
        return out.toByteArray();
    }

    private static String value(StateRows from, FileType type, long index, String name) throws IOException {
        Record record = Record.parseFrom(record(from, type, index));
        Element element = from.segment(type, index).elements().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElse(null);
        if (element == null) {
            return "";
        }
        Message row = (Message) record.getField(Record.getDescriptor()
                .findFieldByNumber(from.segment(type, index).recordField()));
        return (String) row.getField(row.getDescriptorForType().findFieldByNumber(element.field()));
    }

    @Test
    void record_sameSeedAndIndex_isTheSameWhateverWasMadeBefore() {
        byte[] late = record(rows, FileType.COT, 12_345);
        record(rows, FileType.COT, 3);
        assertArrayEquals(late, record(new StateRows(PLAN), FileType.COT, 12_345));
        assertFalse(java.util.Arrays.equals(late, record(new StateRows(PLAN.withSeed(8)), FileType.COT, 12_345)));
    }

    @Test
    void copies_ofTheSample_haveOtherPeopleAndClaims() throws IOException {
        Set<String> people = new HashSet<>();
        Set<String> ssns = new HashSet<>();
        Map<String, Integer> claims = new HashMap<>();
        int persons = 0;
        for (long i = 0; i < PLAN.rows(FileType.ELG); i++) {
            if (rows.segment(FileType.ELG, i).id().equals("ELG00003")) {
                persons++;
                people.add(value(rows, FileType.ELG, i, "MSIS-IDENTIFICATION-NUM"));
                ssns.add(value(rows, FileType.ELG, i, "SSN"));
            }
        }
        int headers = 0;
        for (long i = 0; i < PLAN.rows(FileType.COT); i++) {
            if (rows.segment(FileType.COT, i).id().equals("COT00002")
                    && value(rows, FileType.COT, i, "ICN-ADJ").isEmpty()) {
                headers++;
                claims.merge(value(rows, FileType.COT, i, "ICN-ORIG"), 1, Integer::sum);
            }
        }
        long sampleRows = StateRows.sampleRows().getOrDefault(FileType.ELG, 0);
        long copies = (PLAN.rows(FileType.ELG) + sampleRows - 1) / sampleRows;
        assertTrue(copies > 5, "the plan holds the sample several times");
        assertTrue(people.size() > persons * 0.95, people.size() + " of " + persons);
        assertTrue(ssns.stream().filter(s -> !s.isEmpty()).count() > 0.5 * persons, ssns.size() + " SSNs");
        assertTrue(ssns.stream().allMatch(s -> s.isEmpty() || s.matches("9\\d{7,8}")), "areas that were never issued");
        assertTrue(claims.size() > headers * 0.95, claims.size() + " of " + headers);
    }

    @Test
    void people_ofClaims_areEnrolled() throws IOException {
        Set<String> enrolled = new HashSet<>();
        for (long i = 0; i < PLAN.rows(FileType.ELG); i++) {
            enrolled.add(value(rows, FileType.ELG, i, "MSIS-IDENTIFICATION-NUM"));
        }
        int known = 0;
        int all = 0;
        for (FileType type : List.of(FileType.COT, FileType.CRX, FileType.CIP, FileType.TPL)) {
            for (long i = 0; i < PLAN.rows(type); i++) {
                String id = value(rows, type, i, "MSIS-IDENTIFICATION-NUM");
                if (!id.isEmpty() && !id.startsWith("&")) {
                    all++;
                    known += enrolled.contains(id) ? 1 : 0;
                }
            }
        }
        // The last copy of the eligibility file is cut where the plan's count ends.
        assertTrue(known > 0.9 * all, known + " of " + all);
    }

    @Test
    void generatedFiles_ofBothEncodings_areReadWithoutAProblem(@TempDir Path dir) throws IOException {
        StateRows some = new StateRows(PLAN.scaledTo(12_000));
        ReadSettings read = new ReadSettings(FileCharset.ISO_8859_1, AssumedLayout.layout(), StopRule.DEFAULT);
        for (Encoding encoding : Encoding.values()) {
            List<Path> files = new ArrayList<>();
            new GeneratedFiles(some, encoding).write(dir.resolve(encoding.name()), (path, count) -> files.add(path));
            assertEquals(9, files.size());
            for (Path file : files) {
                try (TmsisReader reader = TmsisReader.open(file, read)) {
                    WireBuffer out = new WireBuffer(1024);
                    long index = 0;
                    while (reader.next() != TmsisReader.Next.END) {
                        out.clear();
                        reader.writeRecord(out);
                        assertArrayEquals(
                                record(some, reader.header().fileType(), index), out.toByteArray(), file + " " + index);
                        index++;
                    }
                    assertEquals(0, reader.malformed());
                    assertEquals(some.plan().rows(reader.header().fileType()), index);
                }
            }
        }
    }

    @Test
    void sizes_everyJurisdictionAndSize_haveAPlan() {
        assertEquals(61, SizeProfiles.sizes().size());
        Map<String, Long> totals = new TreeMap<>();
        SizeProfiles.sizes()
                .keySet()
                .forEach(name ->
                        totals.put(name, SizeProfiles.plan(name).orElseThrow().total()));
        assertTrue(
                totals.getOrDefault("CA", 0L) > 170_000_000 && totals.getOrDefault("CA", 0L) < 190_000_000,
                totals.toString());
        assertTrue(totals.getOrDefault("WY", 0L) < 1_000_000, totals.toString());
    }

    @Test
    void plan_writtenAndReadAgain_isTheSame(@TempDir Path dir) throws IOException {
        PlanFile file = new PlanFile(PLAN, java.util.Optional.of(PlanFile.time("2026-12-31T23:59:59-05:00")));
        Path path = dir.resolve("plan.json");
        Files.writeString(path, file.toJson());
        assertEquals(file.toJson(), PlanFile.read(path).toJson());
        assertEquals(PLAN.rows(FileType.COT), PlanFile.counts(path).get(FileType.COT));
    }
}
