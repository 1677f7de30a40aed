package dev.weir.proxy.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.proxy.app.DemoAuthority;
import dev.weir.proxy.app.ProxyServer;
import dev.weir.proxy.testing.RawSubmitter;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.ScriptedReceiver;
import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.v4.Record;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy between a submitter and a receiver that both do what the test says. */
class ProxyEdgeTest {
    private static final String SECRET = "900-55-1234";

    @TempDir
    static Path dir;

    private static Rig rig;
    private static ScriptedReceiver receiver;
    private static ProxyServer proxy;
    private RawSubmitter submitter;
    private String id = "";

    @BeforeAll
    @SuppressWarnings("NullAway.Init")
    static void startProxy() throws Exception {
        rig = new Rig(dir);
        receiver = new ScriptedReceiver(rig.authority().files(Role.RECEIVER));
        proxy = rig.proxy(rig.config(receiver.port()));
    }

    @AfterAll
    static void stopProxy() throws IOException {
        rig.close();
        receiver.close();
    }

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void connect() throws IOException {
        submitter = new RawSubmitter(
                rig.authority().files(Role.SUBMITTER), proxy.address().getPort());
        id = UUID.randomUUID().toString();
    }

    @AfterEach
    void disconnect() {
        submitter.close();
    }

    private static Plan plan(SubmitRequest open) throws IOException {
        return PlanStatement.parseFrom(open.getOpen().getPlan().getPayload()).getPlan();
    }

    private static SubmitResponse opened(Plan plan, int next, Progress progress) {
        return SubmitResponse.newBuilder()
                .setOpened(Opened.newBuilder().setPlan(plan).setNextChunk(next).setProgress(progress))
                .build();
    }

    private static Sha256 digest(Chunk chunk) {
        return Sha256.of(
                Chunk.newBuilder().addAllRecords(chunk.getRecordsList()).build().toByteArray());
    }

    private static SubmitResponse acked(Chunk chunk, Sha256 digest) {
        return SubmitResponse.newBuilder()
                .setAcked(Acked.newBuilder()
                        .addChunks(ChunkOutcome.newBuilder()
                                .setNumber(chunk.getNumber())
                                .setDigest(digest.toByteString())))
                .build();
    }

    /** Both ends of an open stream. */
    private record Pair(RawSubmitter.Stream stream, ScriptedReceiver.Call call, Plan plan) {}

    private Pair begin() throws Exception {
        RawSubmitter.Stream stream = submitter.stream().open(RawSubmitter.open(id));
        ScriptedReceiver.Call call = receiver.call();
        Plan plan = plan(call.read());
        call.answer(opened(plan, 0, Totals.none()));
        assertEquals(plan, stream.answer().getOpened().getPlan());
        return new Pair(stream, call, plan);
    }

    @Test
    void stream_carriesMinimizedRowsOnly_andAddsUp() throws Exception {
        Pair pair = begin();
        pair.stream().chunk(RawSubmitter.chunk(0, 5));
        Chunk chunk = pair.call().read().getChunk();
        assertEquals(5, chunk.getRecordsCount());
        assertEquals(5, chunk.getTally().getRows());
        String sent = chunk.toString();
        assertFalse(sent.contains("PERSON"));
        assertTrue(chunk.getRecords(0)
                .getEnrollmentTimeSpanSegment()
                .getMsisIdentificationNum()
                .matches("TA[A-Z2-7]{18}"));
        assertEquals("", chunk.getRecords(0).getEnrollmentTimeSpanSegment().getRecordNumber());
        pair.call().answer(acked(chunk, digest(chunk)));
        assertEquals(
                5, pair.stream().answer().getAcked().getChunks(0).getTally().getRows());
        pair.stream().close(1, 5);
        SubmitRequest close = pair.call().read();
        assertEquals(5, close.getClose().getRows());
        pair.call()
                .answer(SubmitResponse.newBuilder()
                        .setClosed(Closed.newBuilder()
                                .setProgress(Totals.append(Totals.none(), 5, digest(chunk), chunk.getTally()))
                                .setSubmissionComplete(true))
                        .build());
        assertTrue(pair.stream().answer().getClosed().getSubmissionComplete());
        assertEquals("OK -", pair.stream().end());
    }

    @Test
    void compressedStream_isUnimplemented() throws Exception {
        RawSubmitter.Stream stream = submitter.gzipStream().open(RawSubmitter.open(id));
        assertEquals("UNIMPLEMENTED -", stream.end());
    }

    @Test
    void receiverThatAcknowledgesSomethingElse_isNotBelieved() throws Exception {
        Pair pair = begin();
        pair.stream().chunk(RawSubmitter.chunk(0, 5));
        Chunk chunk = pair.call().read().getChunk();
        pair.call().answer(acked(chunk, Sha256.ZERO));
        assertEquals("ABORTED DIGEST", pair.stream().end());
    }

    @Test
    void receiverThatClosesWithOtherCounts_isNotBelieved() throws Exception {
        Pair pair = begin();
        pair.stream().close(0, 0);
        assertTrue(pair.call().read().hasClose());
        pair.call()
                .answer(SubmitResponse.newBuilder()
                        .setClosed(Closed.newBuilder()
                                .setProgress(Totals.none().toBuilder().setRows(1)))
                        .build());
        assertEquals("ABORTED COUNT", pair.stream().end());
    }

    @Test
    void textOfTheReceiver_isNeverRelayed() throws Exception {
        for (String reason : List.of("", "DIGEST", "NO_SUCH_REASON", SECRET)) {
            Pair pair = begin();
            Metadata trailers = new Metadata();
            trailers.put(Metadata.Key.of("smp-place", Metadata.ASCII_STRING_MARSHALLER), SECRET);
            trailers.put(Metadata.Key.of("x-note", Metadata.ASCII_STRING_MARSHALLER), SECRET);
            if (!reason.isEmpty()) {
                trailers.put(SmpStatus.REASON, reason);
            }
            pair.call().end(Status.INVALID_ARGUMENT.withDescription("cannot store " + SECRET), trailers);
            String expected = reason.equals("DIGEST") ? "ABORTED DIGEST" : "UNAVAILABLE UPSTREAM";
            assertEquals(expected, pair.stream().end());
            assertFalse(
                    pair.stream().statusText().contains(SECRET), pair.stream().statusText());
        }
    }

    @Test
    void unknownFieldsAndHeaders_areNotPassedOn() throws Exception {
        RawSubmitter.Stream stream = submitter.stream();
        byte[] open = SubmitRequest.newBuilder()
                .setOpen(RawSubmitter.open(id))
                .build()
                .toByteArray();
        byte[] unknown = HexFormat.of()
                .parseHex("a2060b" + HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.US_ASCII)));
        byte[] both = new byte[open.length + unknown.length];
        System.arraycopy(open, 0, both, 0, open.length);
        System.arraycopy(unknown, 0, both, open.length, unknown.length);
        stream.send(both);
        ScriptedReceiver.Call call = receiver.call();
        SubmitRequest arrived = call.read();
        assertFalse(new String(arrived.toByteArray(), StandardCharsets.ISO_8859_1).contains(SECRET));
        assertTrue(call.headers().keys().stream()
                .allMatch(k -> List.of("content-type", "user-agent", "te", "grpc-accept-encoding")
                        .contains(k)));
        stream.cancel();
    }

    @Test
    void opens_areCheckedBeforeAnythingGoesUpstream() throws Exception {
        Open good = RawSubmitter.open(id);
        assertEquals(
                "PERMISSION_DENIED ATTESTATION",
                end(good.toBuilder().addAttestationBundle("a.b.c").build()));
        assertEquals(
                "PERMISSION_DENIED ATTESTATION",
                end(good.toBuilder().addSubjectTokens("x").build()));
        assertEquals(
                "PERMISSION_DENIED ROLE", end(good.toBuilder().setState("WA").build()));
        assertEquals(
                "INVALID_ARGUMENT MANIFEST",
                end(good.toBuilder().setSubmissionId("x").build()));
        assertEquals(
                "INVALID_ARGUMENT MANIFEST",
                end(good.toBuilder().clearManifest().build()));
        assertEquals(
                "INVALID_ARGUMENT MANIFEST",
                end(good.toBuilder().setFileName("b").build()));
        assertEquals(
                "INVALID_ARGUMENT HEADER", end(good.toBuilder().clearHeader().build()));
        assertEquals(
                "INVALID_ARGUMENT HEADER",
                end(good.toBuilder().setPeriod("2026-09").build()));
        assertEquals("INVALID_ARGUMENT HEADER", end(header(good, "53", "T")));
        assertEquals("INVALID_ARGUMENT HEADER", end(header(good, "06", "P")));
        assertEquals(
                "INVALID_ARGUMENT WIRE",
                end(good.toBuilder()
                        .setPlan(dev.weir.smp.v1.SignedStatement.getDefaultInstance())
                        .build()));
    }

    private static Open header(Open open, String state, String status) {
        Record.Builder header = open.getHeader().toBuilder();
        header.getFileHeaderRecordEligibilityBuilder().setSubmittingState(state).setFileStatusIndicator(status);
        return open.toBuilder().setHeader(header).build();
    }

    private String end(Open open) throws InterruptedException {
        RawSubmitter.Stream stream = submitter.stream().open(open);
        String end = stream.end();
        assertFalse(stream.statusText().contains("2026-09"), "a status quotes what it refuses");
        return end;
    }

    @Test
    void bytesThatBreakTheWireRule_endTheCall() throws Exception {
        for (String hex : List.of("", "0a00 0a00", "0a00 1200", "08 01", "0b0c", "0a05", "ffffffffff7f")) {
            RawSubmitter.Stream stream = submitter.stream().send(HexFormat.of().parseHex(hex.replace(" ", "")));
            assertEquals("INVALID_ARGUMENT WIRE", stream.end(), hex);
        }
        Pair pair = begin();
        pair.stream().send(HexFormat.of().parseHex("1204" + "1a02" + "0801"));
        assertEquals("INVALID_ARGUMENT WIRE", pair.stream().end());
    }

    @Test
    void messagesOutOfOrder_endTheCall() throws Exception {
        assertEquals(
                "INVALID_ARGUMENT ORDER",
                submitter.stream().chunk(RawSubmitter.chunk(0, 1)).end());
        assertEquals("INVALID_ARGUMENT ORDER", submitter.stream().close(0, 0).end());
        Pair twice = begin();
        twice.stream().open(RawSubmitter.open(id));
        assertEquals("INVALID_ARGUMENT ORDER", twice.stream().end());
        Pair half = begin();
        half.stream().halfClose();
        assertEquals("INVALID_ARGUMENT ORDER", half.stream().end());
        RawSubmitter.Stream silent = submitter.stream();
        silent.halfClose();
        assertEquals("INVALID_ARGUMENT ORDER", silent.end());
        RawSubmitter.Stream unanswered =
                submitter.stream().open(RawSubmitter.open(UUID.randomUUID().toString()));
        unanswered.halfClose();
        assertEquals("INVALID_ARGUMENT ORDER", unanswered.end());
        receiver.call();
    }

    @Test
    void chunkAboveTheLimits_endsTheCall() throws Exception {
        Pair rows = begin();
        rows.stream().chunk(RawSubmitter.chunk(0, 1025));
        assertEquals("INVALID_ARGUMENT SIZE", rows.stream().end());
        Pair bytes = begin();
        UnknownFieldSet padding = UnknownFieldSet.newBuilder()
                .addField(
                        100,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(new byte[1 << 20]))
                                .build())
                .build();
        bytes.stream().chunk(Chunk.newBuilder().setUnknownFields(padding).build());
        assertEquals("INVALID_ARGUMENT SIZE", bytes.stream().end());
        Pair hard = begin();
        hard.stream().send(new byte[5 << 20]);
        assertTrue(List.of("RESOURCE_EXHAUSTED -", "CANCELLED -")
                .contains(hard.stream().end()));
    }

    /** A receiver that acknowledges nothing stops the submitter: no more chunks pass than may be in flight. */
    @Test
    void receiverThatAcknowledgesNothing_stopsTheSubmitter() throws Exception {
        Pair pair = begin();
        for (int i = 0; i < 18; i++) {
            pair.stream().chunk(RawSubmitter.chunk(i, 64));
        }
        Chunk first = pair.call().read().getChunk();
        for (int i = 1; i < 16; i++) {
            assertEquals(i, pair.call().read().getChunk().getNumber());
        }
        assertFalse(pair.call().arrivesWithin(300), "the seventeenth waits for an acknowledgement");
        pair.call().answer(acked(first, digest(first)));
        assertEquals(16, pair.call().next().getChunk().getNumber());
        assertFalse(pair.call().arrivesWithin(300), "the eighteenth waits for the next one");
        pair.stream().cancel();
    }

    @Test
    void submitterOfAnotherState_isRefused() throws Exception {
        DemoAuthority foreign = DemoAuthority.create(dir.resolve("foreign-" + id), "CA");
        try (RawSubmitter stranger =
                new RawSubmitter(foreign.files(Role.SUBMITTER), proxy.address().getPort())) {
            assertEquals(
                    "UNAVAILABLE -",
                    stranger.stream().open(RawSubmitter.open(id)).end());
        }
        try (RawSubmitter wrongRole = new RawSubmitter(
                rig.authority().files(Role.PROXY), proxy.address().getPort())) {
            assertEquals(
                    "PERMISSION_DENIED ROLE",
                    wrongRole.stream().open(RawSubmitter.open(id)).end());
        }
    }
}
