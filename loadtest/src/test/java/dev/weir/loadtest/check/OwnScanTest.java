package dev.weir.loadtest.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.month.StateRows;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnScanTest {
    private static final MonthPlan MONTH = SizeProfiles.plan("XS").orElseThrow().scaledTo(50_000);
    private static final StateRows ROWS = new StateRows(MONTH);
    private static final OwnScan SCAN = new OwnScan(ROWS);

    /** Returns an MSIS id that stands in the first rows. */
    static String someone() {
        for (long row = 0; row < 100; row++) {
            WireBuffer record = new WireBuffer(4096);
            ROWS.record(FileType.ELG, row, record);
            RowCursor cursor = new RowCursor(Catalogue.v4());
            try {
                Segment segment = cursor.start(record.array(), 0, record.size());
                while (cursor.next()) {
                    if (segment.element(cursor.field()).fieldClass() == FieldClass.MSIS_ID) {
                        return new String(
                                record.array(), cursor.valueOffset(), cursor.valueLength(), StandardCharsets.UTF_8);
                    }
                }
            } catch (WireFaultException e) {
                throw new IllegalStateException("a generated row is in canonical form", e);
            }
        }
        throw new IllegalStateException("eligibility rows have people");
    }

    @Test
    void value_inAPage_isFoundInEveryDisguise() {
        String value = someone();
        String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        for (String text : List.of(value, new StringBuilder(value).reverse().toString(), base64)) {
            List<String> places = SCAN.text("report.html", "<p>the first is " + text + "</p>");
            assertFalse(places.isEmpty(), "a value in disguise");
            assertTrue(places.stream().noneMatch(place -> place.contains(value)), "the place tells no value");
        }
        assertEquals(List.of(), SCAN.text("report.html", "<p>SYNTHETIC data; seed " + MONTH.seed() + "</p>"));
    }

    @Test
    void value_inTheTextOfJson_isFound() {
        JsonObject json = new JsonObject();
        json.addProperty("basis", "counts of last month");
        assertEquals(List.of(), SCAN.json("results.json", json));
        JsonObject inner = new JsonObject();
        inner.addProperty(someone(), 7);
        json.add("files", inner);
        assertFalse(SCAN.json("results.json", json).isEmpty());
    }

    @Test
    void value_inALog_isFound(@TempDir Path dir) throws IOException {
        Path log = dir.resolve("weir.log");
        assertEquals(List.of(), SCAN.file(log));
        Files.writeString(log, "{\"message\": \"stream refused\"}\n");
        assertEquals(List.of(), SCAN.file(log));
        Files.writeString(log, "{\"message\": \"refused " + someone() + "\"}\n");
        assertFalse(SCAN.file(log).isEmpty());
    }
}
