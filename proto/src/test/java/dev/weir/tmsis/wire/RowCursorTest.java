package dev.weir.tmsis.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.testing.RandomRows;
import dev.weir.tmsis.v4.Record;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowCursorTest {
    private final RowCursor cursor = new RowCursor(Catalogue.v4());

    @Test
    void recordsOfEverySegment_areCanonicalAndReadBack() throws Exception {
        RandomRows rows = new RandomRows(7, "06");
        for (Segment segment : Catalogue.v4().segments()) {
            if (segment.header()) {
                continue;
            }
            List<String> columns = rows.row(segment, 1);
            byte[] record = RandomRows.record(segment, columns);
            assertEquals(
                    HexFormat.of().formatHex(Record.parseFrom(record).toByteArray()),
                    HexFormat.of().formatHex(record),
                    segment.id());
            assertEquals(segment, cursor.start(record, 0, record.length));
            for (int field = 1; field <= columns.size(); field++) {
                String column = columns.get(field - 1);
                if (!column.isEmpty()) {
                    assertTrue(cursor.next(), segment.id());
                    assertEquals(field, cursor.field());
                    assertEquals(
                            column,
                            new String(
                                    record,
                                    cursor.valueOffset(),
                                    cursor.valueLength(),
                                    java.nio.charset.StandardCharsets.UTF_8));
                }
            }
            assertFalse(cursor.next());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "unknown segment,     CANONICAL, fa3e00",
        "empty value,         CANONICAL, 1202 0a00",
        "descending fields,   CANONICAL, 1206 120161 0a0161",
        "field twice,         CANONICAL, 1206 0a0161 0a0161",
        "unknown field,       CANONICAL, 1204 a2060161",
        "bytes behind,        CANONICAL, 1203 0a0161 1a00",
        "wrong wire type,     WIRE_TYPE, 1202 0801",
        "cut short,           LENGTH,    1205 0a0461"
    })
    void anythingElse_isAFault(String name, WireRule rule, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        WireFaultException fault = assertThrows(WireFaultException.class, () -> {
            cursor.start(bytes, 0, bytes.length);
            while (cursor.next()) {
                cursor.field();
            }
        });
        assertEquals(rule, fault.fault().rule());
    }
}
