package dev.weir.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.Minimized;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.plan.Plan;
import dev.weir.core.testing.Chunks;
import dev.weir.core.testing.TestPolicies;
import dev.weir.core.token.TestKeys;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Progress;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.testing.RandomRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FileStreamTest {
    private static final Segment SPAN = Catalogue.v4().segment("ELG00021").orElseThrow();
    private final Plan plan = Plan.withoutAttestation(TestPolicies.california());
    private final FastEngine engine = new FastEngine(plan, TestKeys.keys(), new RowContext(FileType.ELG, "06"));
    private FileStream stream = new FileStream(plan.toProto(), StopRule.DEFAULT);

    @BeforeEach
    void begin() {
        stream = new FileStream(plan.toProto(), new StopRule(2, 0.1));
    }

    private Minimized chunk(int number, int good, int bad) throws Exception {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < good + bad; i++) {
            String state = i < good ? "06" : "53";
            records.add(RandomRows.record(SPAN, List.of("ELG00021", state, "", "P" + number + "-" + i)));
        }
        byte[] bytes = Chunks.of(number, records);
        return engine.minimize(bytes, 0, bytes.length);
    }

    private Opened opened(int next, Progress progress) {
        return Opened.newBuilder()
                .setPlan(plan.toProto())
                .setNextChunk(next)
                .setProgress(progress)
                .build();
    }

    private static Acked acked(Minimized chunk) {
        return Acked.newBuilder()
                .addChunks(ChunkOutcome.newBuilder()
                        .setNumber(chunk.number())
                        .setDigest(chunk.digest().toByteString()))
                .build();
    }

    private static void assertRefused(String code, Executable step) {
        assertEquals(code, assertThrows(RefusedException.class, step).refusal().code());
    }

    @Test
    void wholeFile_addsUp() throws Exception {
        stream.opened(opened(0, Totals.none()));
        Minimized first = chunk(0, 3, 1);
        stream.chunk(first);
        assertEquals(1, stream.inFlight());
        Acked answer = stream.acked(acked(first));
        assertEquals(1, answer.getChunks(0).getRefusedCount());
        assertEquals(3, answer.getChunks(0).getRefused(0).getRow());
        Minimized second = chunk(1, 2, 0);
        stream.chunk(second);
        Progress totals =
                stream.close(Close.newBuilder().setChunks(2).setRows(6).build());
        assertEquals(5, totals.getRows());
        assertEquals(1, totals.getTally().getRefused());
        stream.acked(acked(second));
        stream.closed(totals);
        assertEquals(2, totals.getChunks());
    }

    @Test
    void messagesOutOfOrder_areRefused() throws Exception {
        assertRefused("ORDER", () -> stream.chunk(chunk(0, 1, 0)));
        assertRefused("ORDER", () -> stream.close(Close.getDefaultInstance()));
        stream.opened(opened(0, Totals.none()));
        assertRefused("UPSTREAM", () -> stream.opened(opened(0, Totals.none())));
        assertRefused("OUT_OF_RANGE", () -> stream.chunk(chunk(1, 1, 0)));
        stream.chunk(chunk(0, 1, 0));
        assertRefused("ORDER", () -> stream.chunk(chunk(2, 1, 0)));
        assertRefused("ORDER", () -> stream.chunk(chunk(0, 1, 0)));
    }

    @Test
    void resumedFile_countsEveryChunkOnce() throws Exception {
        Minimized zero = chunk(0, 4, 0);
        Progress before = Totals.append(Totals.none(), zero.rows(), zero.digest(), zero.tally());
        stream.opened(opened(1, before));
        Minimized again = chunk(0, 4, 0);
        stream.chunk(again);
        assertEquals(4, stream.totals().getRows());
        stream.chunk(chunk(1, 5, 0));
        assertEquals(9, stream.totals().getRows());
        assertRefused(
                "COUNT",
                () -> stream.close(Close.newBuilder().setChunks(2).setRows(8).build()));
        stream.close(Close.newBuilder().setChunks(2).setRows(9).build());
    }

    @Test
    void fileThatWasComplete_canBeClosedWithoutAChunk() throws Exception {
        Minimized zero = chunk(0, 4, 0);
        Progress before = Totals.append(Totals.none(), zero.rows(), zero.digest(), zero.tally());
        stream.opened(opened(1, before));
        Progress totals =
                stream.close(Close.newBuilder().setChunks(1).setRows(4).build());
        stream.closed(totals);
        assertEquals(before, totals);
    }

    @Test
    void resumeThatStopsShort_cannotClose() throws Exception {
        Minimized zero = chunk(0, 4, 0);
        Minimized one = chunk(1, 4, 0);
        Progress before = Totals.append(
                Totals.append(Totals.none(), zero.rows(), zero.digest(), zero.tally()),
                one.rows(),
                one.digest(),
                one.tally());
        stream.opened(opened(2, before));
        stream.chunk(chunk(0, 4, 0));
        assertRefused(
                "COUNT",
                () -> stream.close(Close.newBuilder().setChunks(2).setRows(8).build()));
    }

    @Test
    void acknowledgementOfSomethingElse_isRefused() throws Exception {
        stream.opened(opened(0, Totals.none()));
        Minimized zero = chunk(0, 2, 0);
        stream.chunk(zero);
        assertRefused("DIGEST", () -> stream.acked(acked(chunk(0, 1, 0))));
        begin();
        stream.opened(opened(0, Totals.none()));
        assertRefused("DIGEST", () -> stream.acked(acked(zero)));
    }

    @Test
    void receiverWithAnotherPlanOrOtherCounts_isRefused() throws Exception {
        assertRefused(
                "UPSTREAM",
                () -> stream.opened(
                        opened(0, Totals.none()).toBuilder().clearPlan().build()));
        begin();
        assertRefused("UPSTREAM", () -> stream.opened(opened(3, Totals.none())));
        begin();
        assertRefused(
                "UPSTREAM",
                () -> stream.opened(opened(
                        0,
                        Totals.none().toBuilder()
                                .setOutputDigest(ByteString.copyFromUtf8("short"))
                                .build())));
        begin();
        stream.opened(opened(0, Totals.none()));
        Minimized zero = chunk(0, 2, 0);
        stream.chunk(zero);
        stream.acked(acked(zero));
        Progress totals =
                stream.close(Close.newBuilder().setChunks(1).setRows(2).build());
        assertRefused("COUNT", () -> stream.closed(totals.toBuilder().setRows(1).build()));
    }

    @Test
    void closedBeforeEverythingIsAcknowledged_isRefused() throws Exception {
        stream.opened(opened(0, Totals.none()));
        stream.chunk(chunk(0, 2, 0));
        Progress totals =
                stream.close(Close.newBuilder().setChunks(1).setRows(2).build());
        assertRefused("COUNT", () -> stream.closed(totals));
    }

    @Test
    void tooManyRefusedRows_endTheStream() throws Exception {
        stream.opened(opened(0, Totals.none()));
        stream.chunk(chunk(0, 10, 2));
        assertRefused("STOP_RULE", () -> stream.chunk(chunk(1, 10, 2)));
    }

    @Test
    void unknownFieldsOfTheReceiver_areLeftBehind() throws Exception {
        Progress strange = Progress.parseFrom(ByteString.copyFrom(Totals.none().toByteArray())
                .concat(ByteString.copyFrom(new byte[] {(byte) 0xA2, 0x06, 0x03, 'a', 'b', 'c'})));
        stream.opened(opened(0, strange));
        assertEquals(Totals.none(), stream.totals());
    }

    @Test
    void closed_isTakenOnce_andAfterClose() throws Exception {
        stream.opened(opened(0, Totals.none()));
        assertRefused("COUNT", () -> stream.closed(Totals.none()));
        Progress totals = stream.close(Close.getDefaultInstance());
        stream.closed(totals);
        assertRefused("COUNT", () -> stream.closed(totals));
    }
}
