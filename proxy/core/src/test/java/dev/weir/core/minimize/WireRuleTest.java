package dev.weir.core.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.core.plan.Plan;
import dev.weir.core.testing.TestPolicies;
import dev.weir.core.token.TestKeys;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireRule;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The hostile encodings about which parsers in use disagree, inside a row. The body of an ELG00021 row stands where
 * the table has it; around it are the row's length and those of record and chunk.
 */
class WireRuleTest {
    private static final RowContext ELIGIBILITY = new RowContext(FileType.ELG, "06");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "scalar twice; first clean and last raw, DUPLICATE, 0a0161 0a0162",
        "tag with a superfluous byte,            VARINT,    8a00 0161",
        "tag in nine bytes,                      VARINT,    8a8080808080808000 0161",
        "tag 2^32 + 10,                          TAG,       8a80808010 0161",
        "tag 2^63 + 10,                          TAG,       8a808080808080808001 0161",
        "known string as varint,                 WIRE_TYPE, 0801",
        "known string as fixed32,                WIRE_TYPE, 0d01020304",
        "invalid UTF-8,                          UTF8,      0a01ff",
        "overlong UTF-8,                         UTF8,      0a02c0af",
        "UTF-8 surrogate,                        UTF8,      0a03eda080",
        "group in a known field,                 GROUP,     0b0c",
        "unknown group,                          GROUP,     a306 0801 a406",
        "field zero,                             TAG,       020161",
        "wire type 6,                            WIRE_TYPE, 0e",
        "wire type 7,                            WIRE_TYPE, a706",
        "length with a superfluous byte,         VARINT,    0a810061",
        "length beyond the row,                  LENGTH,    0a7f61",
        "unknown field beyond the row,           LENGTH,    a2067f61",
        "tag at the very end,                    VARINT,    0a0161 8a",
        "length missing,                         VARINT,    0a"
    })
    void hostileRow_isRefusedByBothEngines(String name, WireRule rule, String body) {
        byte[] row = HexFormat.of().parseHex(body.replace(" ", ""));
        String hex = "1a" + hex(row.length + 3) + "aa01" + hex(row.length)
                + HexFormat.of().formatHex(row);
        assertRefused(rule, hex);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "both members of the oneof, DUPLICATE, 1a05 aa0100 1200",
        "one member in two halves,  DUPLICATE, 1a06 aa0100 aa0100",
        "segment as varint,         WIRE_TYPE, 1a03 a80101",
        "record as varint,          WIRE_TYPE, 1801",
        "record beyond the chunk,   LENGTH,    1a05 aa0100",
        "segment beyond the record, LENGTH,    1a03 aa0101",
        "chunk number twice,        DUPLICATE, 0801 0801",
        "chunk number as string,    WIRE_TYPE, 0a00",
        "chunk number over 32 bits, RANGE,     08ffffffff1f",
        "chunk number superfluous,  VARINT,    088000"
    })
    void hostileChunk_isRefusedByBothEngines(String name, WireRule rule, String chunk) {
        assertRefused(rule, chunk.replace(" ", ""));
    }

    private static void assertRefused(WireRule rule, String hex) {
        byte[] chunk = HexFormat.of().parseHex(hex);
        Plan plan = Plan.withoutAttestation(TestPolicies.california());
        for (Engine engine : new Engine[] {
            new PlainEngine(plan, TestKeys.keys(), ELIGIBILITY), new FastEngine(plan, TestKeys.keys(), ELIGIBILITY)
        }) {
            WireFaultException fault =
                    assertThrows(WireFaultException.class, () -> engine.minimize(chunk, 0, chunk.length));
            assertEquals(rule, fault.fault().rule(), engine.getClass().getSimpleName());
        }
    }

    private static String hex(int value) {
        return String.format(Locale.ROOT, "%02x", value);
    }
}
