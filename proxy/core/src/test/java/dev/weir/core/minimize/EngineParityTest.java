package dev.weir.core.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.core.testing.Chunks;
import dev.weir.core.testing.TestPolicies;
import dev.weir.core.token.Normalizer;
import dev.weir.core.token.TestKeys;
import dev.weir.core.token.TokenClass;
import dev.weir.core.token.Tokenizer;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.testing.RandomRows;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fast engine against the plain one: equal bytes, refusals and counts for every plan and every input. */
class EngineParityTest {
    private static final String[] ODD_VALUES = {
        "",
        " ",
        "   ",
        "0",
        "00000000000000000000",
        "888888888",
        "999999999999",
        "123-45-6789",
        "12-34",
        "&900001",
        "& ",
        "TAW2WWQ7G7LHER2SOKVX",
        "&TANYA46C4SC2543IHMJ",
        "1eg4-te5-mk73",
        "20000229",
        "19000229",
        "20261301",
        "20260230",
        "00010101",
        "00000101",
        "2026010",
        "20260101",
        "A|B",
        "A\tB",
        "A\nB",
        "A\u007FB",
        "\u00C9",
        "\u00C9\u00C9\u00C9\u00C9\u00C9\u00C9\u00C9\u00C9\u00C9",
        "\u20AC",
        "\uD83D\uDE00",
        "1",
        "2",
        "3",
        "01",
        "02",
        "08",
        "5",
        "7",
        "8",
        "A".repeat(16),
        "A".repeat(17),
        "A".repeat(33),
        "B".repeat(76),
        "C".repeat(77),
        "D".repeat(127),
        "E".repeat(128),
        "F".repeat(500),
        "G".repeat(501),
        "H".repeat(20_000)
    };

    @ParameterizedTest
    @EnumSource(FileType.class)
    void randomPoliciesAndRows_giveEqualResults(FileType type) throws Exception {
        Random random = new Random(4711 + type.ordinal());
        RandomRows rows = new RandomRows(random.nextLong(), "06");
        RowContext context = new RowContext(type, "06");
        for (int round = 0; round < 40; round++) {
            Policy policy = round == 0 ? TestPolicies.california() : TestPolicies.random(random);
            Engines engines = new Engines(policy, context);
            for (int chunk = 0; chunk < 3; chunk++) {
                List<byte[]> records = new ArrayList<>();
                for (Segment segment : Catalogue.v4().segments(type)) {
                    if (!segment.header()) {
                        records.add(RandomRows.record(segment, rows.row(segment, records.size())));
                        records.add(RandomRows.record(segment, oddRow(rows.row(segment, 1), segment, random)));
                        records.add(shuffled(segment, oddRow(rows.row(segment, 1), segment, random), random));
                    }
                }
                engines.assertEqual(Chunks.of(random.nextInt(3) * 1000, records));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void randomOpeningsAndRows_giveEqualResults(FileType type) throws Exception {
        Random random = new Random(2209 + type.ordinal());
        RandomRows rows = new RandomRows(random.nextLong(), "06");
        RowContext context = new RowContext(type, "06");
        for (int round = 0; round < 40; round++) {
            List<byte[]> records = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (Segment segment : Catalogue.v4().segments(type)) {
                for (int i = 0; i < 4 && !segment.header(); i++) {
                    List<String> row = rows.row(segment, i);
                    row = i < 2 ? row : oddRow(row, segment, random);
                    if (segment.person().isPresent()) {
                        ids.add(row.get(segment.person().get().field() - 1));
                    }
                    records.add(i == 3 ? shuffled(segment, row, random) : RandomRows.record(segment, row));
                }
            }
            Set<String> tokens = tokens(ids, random);
            Optional<Sha256> digest = random.nextInt(4) == 0
                    ? Optional.empty()
                    : Optional.of(Sha256.of(tokens.toString().getBytes(StandardCharsets.UTF_8)));
            Plan plan = Plan.under(TestPolicies.california(), TestPolicies.randomOpening(random, digest));
            Subjects subjects = Subjects.of(tokens, List.of(TestKeys.keys(), TestKeys.keys('B')));
            new Engines(plan, context, subjects).assertEqual(Chunks.of(round, records));
        }
    }

    /** Returns the tokens of some people, in one of two epochs. */
    private static Set<String> tokens(List<String> ids, Random random) {
        Set<String> tokens = new TreeSet<>();
        for (String id : ids) {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            byte[] normal = new byte[bytes.length];
            Normalizer normalizer = new Normalizer();
            Normalizer.Kind kind = normalizer.normalize(TokenClass.MSIS_ID, 20, bytes, 0, bytes.length, normal, 0);
            if (kind == Normalizer.Kind.VALUE && random.nextBoolean()) {
                Tokenizer tokenizer = new Tokenizer(random.nextBoolean() ? TestKeys.keys() : TestKeys.keys('B'));
                tokens.add(tokenizer.token(TokenClass.MSIS_ID, Arrays.copyOf(normal, normalizer.length())));
            }
        }
        return tokens;
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void damagedChunks_giveEqualResultsOrAreRefusedByBoth(FileType type) throws Exception {
        Random random = new Random(815 + type.ordinal());
        RandomRows rows = new RandomRows(random.nextLong(), "06");
        Engines engines = new Engines(TestPolicies.california(), new RowContext(type, "06"));
        List<Segment> segments = Catalogue.v4().segments(type);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            Segment segment = segments.get(1 + random.nextInt(segments.size() - 1));
            byte[] chunk = Chunks.of(
                    random.nextInt(2),
                    List.of(
                            RandomRows.record(segment, rows.row(segment, 1)),
                            RandomRows.record(segment, rows.row(segment, 2))));
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(Math.min(chunk.length, random.nextBoolean() ? 40 : chunk.length));
                chunk[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : chunk[at] ^ 1 << random.nextInt(8));
            }
            refused += engines.assertEqual(Arrays.copyOf(chunk, chunk.length - random.nextInt(2))) ? 0 : 1;
        }
        assertTrue(refused > 200 && refused < 1990, "some damage is refused and some is not: " + refused);
    }

    @Test
    void unknownFields_areDroppedAndCountedByBoth() throws Exception {
        Segment segment = Catalogue.v4().segment("ELG00021").orElseThrow();
        RandomRows rows = new RandomRows(3, "06");
        byte[] record = RandomRows.record(segment, rows.row(segment, 1));
        HexFormat hex = HexFormat.of();
        String unknown = "a20603414243" + "a00601" + "a1060102030405060708" + "a50601020304" + "faff0f0141";
        List<byte[]> records = new ArrayList<>();
        records.add(hex.parseHex(unknown + hex.formatHex(record) + unknown));
        byte[] inside = hex.parseHex(unknown + hex.formatHex(record, 3, record.length) + unknown);
        WireBuffer wrapped = new WireBuffer(512);
        wrapped.put(record[0]);
        wrapped.put(record[1]);
        wrapped.putVarint(inside.length);
        wrapped.put(inside, 0, inside.length);
        records.add(wrapped.toByteArray());
        byte[] chunk = hex.parseHex(unknown + hex.formatHex(Chunks.of(7, records)) + unknown);
        Engines engines = new Engines(TestPolicies.california(), new RowContext(FileType.ELG, "06"));
        assertTrue(engines.assertEqual(chunk));
        Minimized minimized = engines.fast.minimize(chunk, 0, chunk.length);
        assertEquals(2, minimized.rows());
        assertEquals(30, minimized.tally().getDroppedFields());
        assertTrue(!HexFormat.of().formatHex(frame(minimized)).contains("a20603"));
    }

    @Test
    void fullChunks_areMinimizedAlike_upToTheOutputLimit() throws Exception {
        Segment segment = Catalogue.v4().segment("ELG00021").orElseThrow();
        Engines engines = new Engines(TestPolicies.california(), new RowContext(FileType.ELG, "06"));
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < ChunkLimits.MAX_ROWS; i++) {
            records.add(RandomRows.record(segment, List.of(segment.id(), "06", "", "" + i, "1", "20260101", "", "")));
        }
        assertTrue(engines.assertEqual(Chunks.of(1, records)));
        records.add(records.get(0));
        assertTrue(!engines.assertEqual(Chunks.of(1, records)), "1,025 rows are too many");
    }

    @Test
    void chunkWithATally_isRefusedOnTheFirstHop() throws Exception {
        Engines engines = new Engines(TestPolicies.california(), new RowContext(FileType.ELG, "06"));
        assertTrue(!engines.assertEqual(HexFormat.of().parseHex("1200")));
    }

    private static List<String> oddRow(List<String> row, Segment segment, Random random) {
        List<String> odd = new ArrayList<>(row);
        for (Element element : segment.elements()) {
            if (random.nextInt(12) == 0) {
                odd.set(element.field() - 1, ODD_VALUES[random.nextInt(ODD_VALUES.length)]);
            }
        }
        return odd;
    }

    /** Returns a record with its fields in another order and with empty values written out: legal, not canonical. */
    private static byte[] shuffled(Segment segment, List<String> columns, Random random) {
        List<Integer> fields = new ArrayList<>();
        for (int field = 1; field <= columns.size(); field++) {
            fields.add(field);
        }
        java.util.Collections.shuffle(fields, random);
        WireBuffer body = new WireBuffer(1024);
        for (int field : fields) {
            byte[] value = columns.get(field - 1).getBytes(StandardCharsets.UTF_8);
            body.putVarint(field << 3 | 2);
            body.putVarint(value.length);
            body.put(value, 0, value.length);
        }
        WireBuffer record = new WireBuffer(1024);
        record.putVarint(segment.recordField() << 3 | 2);
        record.putVarint(body.size());
        record.put(body.array(), 0, body.size());
        return record.toByteArray();
    }

    private static byte[] frame(Minimized minimized) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        minimized.writeFrame(out);
        assertEquals(minimized.frameSize(), out.size());
        return out.toByteArray();
    }

    private static List<String> people(Minimized minimized) {
        List<String> people = new ArrayList<>();
        minimized
                .people()
                .ifPresent(all -> all.forEach((ids, offset, length, classes) ->
                        people.add(new String(ids, offset, length, StandardCharsets.US_ASCII) + " " + classes)));
        return people;
    }

    /** Both engines under one plan. */
    private static final class Engines {
        private final Engine plain;
        private final Engine fast;

        Engines(Policy policy, RowContext context) {
            this(Plan.withoutAttestation(policy), context, Subjects.nobody());
        }

        Engines(Plan plan, RowContext context, Subjects subjects) {
            plain = new PlainEngine(plan, TestKeys.keys(), context, subjects);
            fast = new FastEngine(plan, TestKeys.keys(), context, subjects);
        }

        /** Returns whether both took the chunk. */
        boolean assertEqual(byte[] chunk) throws IOException {
            Minimized expected;
            try {
                expected = plain.minimize(chunk, 0, chunk.length);
            } catch (WireFaultException e) {
                org.junit.jupiter.api.Assertions.assertThrows(
                        WireFaultException.class, () -> fast.minimize(chunk, 0, chunk.length));
                return false;
            }
            try {
                Minimized found = fast.minimize(chunk, 0, chunk.length);
                assertEquals(expected.refused(), found.refused());
                assertEquals(expected.withheld(), found.withheld());
                assertEquals(expected.tally(), found.tally());
                assertEquals(expected.blanks(), found.blanks());
                assertEquals(
                        HexFormat.of().formatHex(frame(expected)),
                        HexFormat.of().formatHex(frame(found)));
                assertEquals(expected.digest(), found.digest());
                assertEquals(expected.rows(), found.rows());
                assertEquals(people(expected), people(found));
            } catch (WireFaultException e) {
                throw new AssertionError("only the fast engine refuses", e);
            }
            return true;
        }
    }
}
