package dev.weir.loadtest.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.month.StateRows;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.WireBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FeedCheckTest {
    private static final int ROWS = 512;
    private static final MonthPlan MONTH =
            new MonthPlan("CA", "06", 11, "test", Map.of(FileType.ELG, 4000L, FileType.CRX, 1_000_000L));
    private static final SentFile ELIGIBLE = new SentFile("ELIGIBLE-01.psv", FileType.ELG, 0, 4000);

    private final StateRows rows = new StateRows(MONTH);
    private final Plan plan = plan();
    private final TokenKeys keys = TokenKeys.derive(FeedCheckTest::hmac, plan.scope());

    private static Plan plan() {
        try {
            return Plan.withoutAttestation(
                    PolicyReader.read(Path.of(System.getProperty("weir.root"), "state-configs", "ca")));
        } catch (Exception e) {
            throw new IllegalStateException("the committed policy is valid", e);
        }
    }

    private static byte[] hmac(byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
            return mac.doFinal(input);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java runtime", e);
        }
    }

    /** What a right proxy makes of a chunk. */
    private byte[] minimized(FastEngine engine, SentFile file, int chunk) throws Exception {
        WireBuffer sent = sent(file, chunk);
        WireBuffer out = new WireBuffer(1 << 18);
        engine.minimize(sent.array(), 0, sent.size()).forEachRecord((bytes, offset, length) -> {
            out.put(0x1A);
            out.putVarint(length);
            out.put(bytes, offset, length);
        });
        return out.toByteArray();
    }

    private WireBuffer sent(SentFile file, int chunk) {
        WireBuffer sent = new WireBuffer(1 << 18);
        rows.records(file.type(), file.from() + (long) chunk * ROWS, file.rowsOf(chunk, ROWS), sent);
        return sent;
    }

    private FastEngine engine(FileType type) {
        return new FastEngine(plan, keys, new RowContext(type, "06"));
    }

    private FeedCheck check(SentFile file) {
        return new FeedCheck(rows, plan, keys, List.of(file), ROWS, 1);
    }

    /** Changes the feed of a right proxy. */
    private interface Mutant {
        byte[] chunk(int number, byte[] right);
    }

    private FeedCheck.Result afterMutant(Mutant mutant) throws Exception {
        FastEngine engine = engine(FileType.ELG);
        try (FeedCheck check = check(ELIGIBLE)) {
            for (int chunk = 0; chunk < ELIGIBLE.chunks(ROWS); chunk++) {
                byte[] bytes = mutant.chunk(chunk, minimized(engine, ELIGIBLE, chunk));
                check.arrived(ELIGIBLE.name(), chunk, bytes, 0, bytes.length);
            }
            return check.finish(Map.of(ELIGIBLE.name(), ELIGIBLE.rows()));
        }
    }

    private static byte[] join(List<byte[]> records) {
        WireBuffer out = new WireBuffer(1 << 16);
        for (byte[] record : records) {
            out.put(0x1A);
            out.putVarint(record.length);
            out.put(record, 0, record.length);
        }
        return out.toByteArray();
    }

    @Test
    void rightProxy_isClean_andWithheldRowsAreNotLost() throws Exception {
        FeedCheck.Result result = afterMutant((number, right) -> right);
        assertTrue(result.clean(), result.toString());
        assertEquals(ELIGIBLE.rows(), result.checked());
        assertTrue(result.absent() > 0, "some rows are withheld by rule");
    }

    @Test
    void oneRecordInAMillion_dropped_isLost() throws Exception {
        SentFile million = new SentFile("CLAIMRX-01.psv", FileType.CRX, 0, 1_000_000);
        FastEngine engine = engine(FileType.CRX);
        try (FeedCheck check = check(million)) {
            for (int chunk = 0; chunk < million.chunks(ROWS); chunk++) {
                byte[] bytes = minimized(engine, million, chunk);
                if (chunk == 1234) {
                    List<byte[]> records = Records.split(bytes, 0, bytes.length);
                    records.remove(77);
                    bytes = join(records);
                }
                check.arrived(million.name(), chunk, bytes, 0, bytes.length);
            }
            FeedCheck.Result result = check.finish(Map.of(million.name(), million.rows()));
            assertEquals(Map.of(Finding.LOST, 1L), result.findings());
            assertEquals("CLAIMRX-01.psv chunk 1234 row 77", result.first().get(Finding.LOST));
        }
    }

    @Test
    void wholeChunk_missing_isLost_recordByRecord() throws Exception {
        FastEngine engine = engine(FileType.ELG);
        try (FeedCheck check = check(ELIGIBLE)) {
            for (int chunk = 1; chunk < ELIGIBLE.chunks(ROWS); chunk++) {
                byte[] bytes = minimized(engine, ELIGIBLE, chunk);
                check.arrived(ELIGIBLE.name(), chunk, bytes, 0, bytes.length);
            }
            FeedCheck.Result result = check.finish(Map.of(ELIGIBLE.name(), ELIGIBLE.rows()));
            byte[] first = minimized(engine, ELIGIBLE, 0);
            assertEquals(Records.split(first, 0, first.length).size(), result.count(Finding.LOST));
        }
    }

    @Test
    void record_sentTwice_isDuplicated() throws Exception {
        FeedCheck.Result result = afterMutant((number, right) -> {
            List<byte[]> records = Records.split(right, 0, right.length);
            if (number == 2) {
                records.add(records.get(5));
            }
            return join(records);
        });
        assertEquals(Map.of(Finding.DUPLICATED, 1L), result.findings());
    }

    @Test
    void value_damaged_isChanged_andItsRecordIsMissed() throws Exception {
        FeedCheck.Result result = afterMutant((number, right) -> {
            byte[] bytes = right.clone();
            if (number == 1) {
                bytes[bytes.length - 1] ^= 1;
            }
            return bytes;
        });
        assertEquals(Map.of(Finding.CHANGED, 1L, Finding.LOST, 1L), result.findings());
    }

    @Test
    void record_notMinimized_isALeak() throws Exception {
        FeedCheck.Result result = afterMutant((number, right) -> {
            List<byte[]> records = Records.split(right, 0, right.length);
            if (number == 3) {
                WireBuffer sent = sent(ELIGIBLE, number);
                records.set(0, Records.split(sent.array(), 0, sent.size()).get(0));
            }
            return join(records);
        });
        assertEquals(Map.of(Finding.LEAKED, 1L, Finding.LOST, 1L), result.findings());
    }

    @Test
    void withheldRow_thatComes_isNotClean() throws Exception {
        FeedCheck.Result result = afterMutant((number, right) -> {
            List<byte[]> records = Records.split(right, 0, right.length);
            WireBuffer sent = sent(ELIGIBLE, number);
            Records.split(sent.array(), 0, sent.size()).stream()
                    .filter(record -> contains(record, "ELG00022"))
                    .forEach(records::add);
            return join(records);
        });
        assertTrue(result.count(Finding.LEAKED) > 0, result.toString());
    }

    private static boolean contains(byte[] record, String text) {
        return new String(record, StandardCharsets.ISO_8859_1).contains(text);
    }

    @Test
    void chunk_neverSent_isNotClean() throws Exception {
        try (FeedCheck check = check(ELIGIBLE)) {
            check.arrived("OTHER.psv", 0, new byte[0], 0, 0);
            assertEquals(1, check.result().count(Finding.CHANGED));
        }
    }

    @Test
    void sizes_ofTheProfiles_fitTheBits() {
        assertTrue(Arrays.stream(FileType.values())
                .allMatch(t -> SizeProfiles.plan("CA").orElseThrow().rows(t) < 1L << 31));
    }
}
