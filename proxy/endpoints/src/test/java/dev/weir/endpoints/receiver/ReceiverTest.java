package dev.weir.endpoints.receiver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.testing.TestPki;
import dev.weir.endpoints.testing.TestProxy;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.SubmissionState;
import dev.weir.smp.v1.Treatment;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.WriteSettings;
import dev.weir.tmsis.testing.RandomRows;
import dev.weir.tmsis.v4.Record;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver and a proxy that says what the test wants. */
class ReceiverTest {
    private static final String ID = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final String TOKEN = "TAW2WWQ7G7LHER2SOKVX";
    private static final Plan PLAN = TestProxy.plan("A");

    @TempDir
    Path dir;

    private TestPki pki;
    private KeyPair key;
    private Receiver receiver;
    private TestProxy proxy;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws Exception {
        pki = new TestPki(dir.resolve("pki"));
        key = TestProxy.writeKey(dir.resolve("proxies"), "CA");
        receiver = receiver();
        proxy = new TestProxy(pki.role(Role.PROXY, "CA"), receiver.address().getPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        receiver.close();
    }

    private Receiver receiver() throws Exception {
        return Receiver.start(
                new ReceiverConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        pki.role(Role.RECEIVER, ""),
                        dir.resolve("store"),
                        dir.resolve("proxies"),
                        true),
                ReceiverEvents.NONE);
    }

    private static Open unsigned(String file, String... all) throws Exception {
        return TestProxy.open(ID, TestProxy.manifest(all.length == 0 ? new String[] {file} : all), file);
    }

    private Open open(String file, String... all) throws Exception {
        return TestProxy.signed(unsigned(file, all), PLAN, key);
    }

    private Opened opened(TestProxy.Stream stream) throws InterruptedException {
        return stream.answer().getOpened();
    }

    @Test
    void wholeSubmission_isPublishedWhenTheLastFileIsClosed() throws Exception {
        Chunk first = TestProxy.chunk(0, 3, TOKEN);
        Chunk second = TestProxy.chunk(1, 2, TOKEN);
        TestProxy.Stream a = proxy.stream().open(open("a.psv", "a.psv", "b.psv"));
        assertEquals(PLAN, opened(a).getPlan());
        a.chunk(first).chunk(second);
        assertEquals(
                TestProxy.digest(first).toByteString(),
                a.answer().getAcked().getChunks(0).getDigest());
        assertEquals(1, a.answer().getAcked().getChunks(0).getNumber());
        a.close(TestProxy.close(open("a.psv", "a.psv", "b.psv"), PLAN, TestProxy.progress(first, second), key));
        assertFalse(a.answer().getClosed().getSubmissionComplete());
        assertEquals(SubmissionState.SUBMISSION_STATE_OPEN, proxy.get(ID).getState());
        assertThrows(IOException.class, () -> render());
        TestProxy.Stream b = proxy.stream().open(open("b.psv", "a.psv", "b.psv"));
        opened(b);
        b.close(TestProxy.close(open("b.psv", "a.psv", "b.psv"), PLAN, TestProxy.progress(), key));
        assertTrue(b.answer().getClosed().getSubmissionComplete());
        assertEquals("OK -", b.end());
        assertEquals(SubmissionState.SUBMISSION_STATE_COMPLETE, proxy.get(ID).getState());
        assertEquals(5, render().get(0).rows());
        assertEquals(0, render().get(1).rows());
    }

    /** Whoever asks about what is complete does not make the store read all of it again. */
    @Test
    void completeSubmission_isToldWithoutItsChunks() throws Exception {
        Chunk first = TestProxy.chunk(0, 3, TOKEN);
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(first);
        a.close(TestProxy.close(open("a.psv"), PLAN, TestProxy.progress(first), key));
        assertEquals("OK -", a.end());
        GetResponse before = proxy.get(ID);
        assertEquals(1, before.getFiles(0).getNextChunk());
        assertEquals(TestProxy.progress(first), before.getFiles(0).getProgress());
        receiver.close();
        Path chunks = dir.resolve("store/CA").resolve(ID).resolve("0000.chunks");
        Files.move(chunks, dir.resolve("elsewhere"));
        receiver = receiver();
        try (TestProxy other =
                new TestProxy(pki.role(Role.PROXY, "CA"), receiver.address().getPort())) {
            assertEquals(before, other.get(ID));
        }
        assertFalse(Files.exists(chunks));
    }

    /** Damage at the end of a log looks like a torn end, and is none where the file was closed with more chunks. */
    @Test
    void damagedEndOfAClosedFile_isNotRendered() throws Exception {
        Chunk first = TestProxy.chunk(0, 3, TOKEN);
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(first);
        a.close(TestProxy.close(open("a.psv"), PLAN, TestProxy.progress(first), key));
        assertEquals("OK -", a.end());
        Path chunks = dir.resolve("store/CA").resolve(ID).resolve("0000.chunks");
        byte[] damaged = Files.readAllBytes(chunks);
        damaged[damaged.length - 1] ^= 1;
        Files.write(chunks, damaged);
        assertThrows(IOException.class, () -> render());
        receiver.close();
        receiver = receiver();
        assertThrows(IOException.class, () -> render());
        assertArrayEquals(damaged, Files.readAllBytes(chunks));
    }

    private List<FeedExport.Rendered> render() throws IOException {
        return new FeedExport(dir.resolve("store"))
                .render(
                        "CA",
                        ID,
                        dir.resolve("feed"),
                        new WriteSettings(
                                Encoding.PSV,
                                FileCharset.ISO_8859_1,
                                LineEnd.LF,
                                FixedLayout.builtIn(),
                                WriteSettings.RowMode.FEED));
    }

    @Test
    void chunkSentAgain_isStoredOnce_alsoAfterARestart() throws Exception {
        Chunk first = TestProxy.chunk(0, 3, TOKEN);
        Chunk second = TestProxy.chunk(1, 2, TOKEN);
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(first);
        a.answer();
        a.cancel();
        proxy.close();
        receiver.close();
        receiver = receiver();
        proxy = new TestProxy(pki.role(Role.PROXY, "CA"), receiver.address().getPort());
        TestProxy.Stream again = proxy.stream().open(open("a.psv"));
        Opened opened = opened(again);
        assertEquals(1, opened.getNextChunk());
        assertEquals(TestProxy.progress(first), opened.getProgress());
        again.chunk(first).chunk(second);
        assertEquals(0, again.answer().getAcked().getChunks(0).getNumber());
        assertEquals(1, again.answer().getAcked().getChunks(0).getNumber());
        again.close(TestProxy.close(open("a.psv"), PLAN, TestProxy.progress(first, second), key));
        assertEquals(5, again.answer().getClosed().getProgress().getRows());
        assertEquals(5, render().get(0).rows());
    }

    @Test
    void closeThatWasLost_canBeSaidAgain() throws Exception {
        Chunk first = TestProxy.chunk(0, 3, TOKEN);
        for (int round = 0; round < 2; round++) {
            TestProxy.Stream a = proxy.stream().open(open("a.psv"));
            assertEquals(round, opened(a).getNextChunk());
            if (round == 0) {
                a.chunk(first);
                a.answer();
            }
            a.close(TestProxy.close(open("a.psv"), PLAN, TestProxy.progress(first), key));
            assertTrue(a.answer().getClosed().getSubmissionComplete());
        }
    }

    /** What is closed, and may be published, stays as it is: the chunks it has can be sent again and no other one. */
    @Test
    void closedFile_takesNoMoreChunks() throws Exception {
        Chunk first = TestProxy.chunk(0, 3, TOKEN);
        Chunk second = TestProxy.chunk(1, 2, TOKEN);
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(first);
        a.answer();
        a.close(TestProxy.close(open("a.psv"), PLAN, TestProxy.progress(first), key));
        assertTrue(a.answer().getClosed().getSubmissionComplete());
        Path closed = dir.resolve("store/CA").resolve(ID).resolve("0000.closed");
        byte[] before = Files.readAllBytes(closed);
        TestProxy.Stream again = proxy.stream().open(open("a.psv"));
        assertEquals(1, opened(again).getNextChunk());
        again.chunk(first);
        assertEquals(0, again.answer().getAcked().getChunks(0).getNumber());
        again.chunk(second);
        assertEquals("INVALID_ARGUMENT ORDER", again.end());
        TestProxy.Stream more = proxy.stream().open(open("a.psv"));
        assertEquals(1, opened(more).getNextChunk());
        more.close(TestProxy.close(open("a.psv"), PLAN, TestProxy.progress(first, second), key));
        assertEquals("ABORTED COUNT", more.end());
        TestProxy.Stream same = proxy.stream().open(open("a.psv"));
        opened(same);
        same.close(TestProxy.close(open("a.psv"), PLAN, TestProxy.progress(first), key));
        assertEquals(3, same.answer().getClosed().getProgress().getRows());
        assertArrayEquals(before, Files.readAllBytes(closed));
        assertEquals(3, render().get(0).rows());
    }

    @Test
    void otherContentUnderTheSameNumber_isRefused() throws Exception {
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(TestProxy.chunk(0, 3, TOKEN));
        a.answer();
        a.cancel();
        TestProxy.Stream again = proxy.stream().open(open("a.psv"));
        opened(again);
        again.chunk(TestProxy.chunk(0, 4, TOKEN));
        assertEquals("ABORTED DIGEST", again.end());
        assertEquals(3, proxy.get(ID).getFiles(0).getProgress().getRows());
    }

    @Test
    void chunksOutOfSequence_areRefused() throws Exception {
        TestProxy.Stream behind = proxy.stream().open(open("a.psv"));
        opened(behind);
        behind.chunk(TestProxy.chunk(1, 3, TOKEN));
        assertEquals("OUT_OF_RANGE OUT_OF_RANGE", behind.end());
        TestProxy.Stream gap = proxy.stream().open(open("a.psv"));
        opened(gap);
        gap.chunk(TestProxy.chunk(0, 3, TOKEN)).chunk(TestProxy.chunk(2, 3, TOKEN));
        assertEquals("INVALID_ARGUMENT ORDER", gap.end());
        TestProxy.Stream unopened = proxy.stream().chunk(TestProxy.chunk(0, 1, TOKEN));
        assertEquals("INVALID_ARGUMENT ORDER", unopened.end());
    }

    @Test
    void countsThatDoNotMatch_abortAndPublishNothing() throws Exception {
        Chunk first = TestProxy.chunk(0, 3, TOKEN);
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(first);
        a.close(TestProxy.close(
                open("a.psv"),
                PLAN,
                TestProxy.progress(first).toBuilder().setRows(4).build(),
                key));
        assertEquals("ABORTED COUNT", a.end());
        assertEquals(SubmissionState.SUBMISSION_STATE_OPEN, proxy.get(ID).getState());
    }

    @Test
    void statements_areChecked() throws Exception {
        KeyPair foreign = TestProxy.writeKey(dir.resolve("elsewhere"), "CA");
        Plan otherDigest = PLAN.toBuilder().setEpoch("B").build();
        Plan missingClass = PLAN.toBuilder().removeTreatments(3).build();
        assertEquals("FAILED_PRECONDITION STATEMENT", end(unsigned("a.psv")));
        assertEquals("FAILED_PRECONDITION STATEMENT", end(TestProxy.signed(unsigned("a.psv"), PLAN, foreign)));
        assertEquals("FAILED_PRECONDITION STATEMENT", end(TestProxy.signed(unsigned("a.psv"), otherDigest, key)));
        assertEquals("FAILED_PRECONDITION STATEMENT", end(TestProxy.signed(unsigned("a.psv"), missingClass, key)));
        assertEquals(
                "FAILED_PRECONDITION STATEMENT",
                end(open("a.psv").toBuilder()
                        .setSubmissionId("0190f3a2-7c11-7b44-9f00-000000000000")
                        .build()));
        Chunk first = TestProxy.chunk(0, 3, TOKEN);
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(first);
        a.close(TestProxy.close(open("a.psv"), PLAN, TestProxy.progress(first), foreign));
        assertEquals("FAILED_PRECONDITION STATEMENT", a.end());
    }

    private String end(Open open) throws InterruptedException {
        return proxy.stream().open(open).end();
    }

    @Test
    void opens_areChecked() throws Exception {
        Open good = unsigned("a.psv");
        assertEquals(
                "INVALID_ARGUMENT MANIFEST",
                end(TestProxy.signed(good.toBuilder().setSubmissionId("ABC").build(), PLAN, key)));
        assertEquals(
                "INVALID_ARGUMENT MANIFEST",
                end(TestProxy.signed(good.toBuilder().setFileName("b.psv").build(), PLAN, key)));
        assertEquals(
                "INVALID_ARGUMENT MANIFEST",
                end(TestProxy.signed(
                        good.toBuilder()
                                .setManifest(TestProxy.manifest("b.psv", "a.psv"))
                                .build(),
                        PLAN,
                        key)));
        assertEquals(
                "INVALID_ARGUMENT HEADER",
                end(TestProxy.signed(good.toBuilder().setPeriod("2026-11").build(), PLAN, key)));
        assertEquals(
                "INVALID_ARGUMENT HEADER",
                end(TestProxy.signed(good.toBuilder().clearHeader().build(), PLAN, key)));
        assertEquals(
                "PERMISSION_DENIED ATTESTATION",
                end(TestProxy.signed(
                        good.toBuilder().addAttestationBundle("x.y.z").build(), PLAN, key)));
        Record.Builder noted = good.getHeader().toBuilder();
        noted.getFileHeaderRecordEligibilityBuilder().setStateNotation("free text");
        assertEquals(
                "INVALID_ARGUMENT SHAPE",
                end(TestProxy.signed(good.toBuilder().setHeader(noted).build(), PLAN, key)));
    }

    @Test
    void resumeWithAnotherPlanManifestOrHeader_isRefused() throws Exception {
        TestProxy.Stream a = proxy.stream().open(open("a.psv", "a.psv", "b.psv"));
        opened(a);
        Plan other = TestProxy.plan("B");
        assertEquals(
                "FAILED_PRECONDITION PLAN_CHANGED",
                end(TestProxy.signed(unsigned("a.psv", "a.psv", "b.psv"), other, key)));
        assertEquals("ABORTED MANIFEST_CHANGED", end(open("a.psv", "a.psv", "c.psv")));
        Open otherHeader = unsigned("a.psv", "a.psv", "b.psv");
        Record.Builder header = otherHeader.getHeader().toBuilder();
        header.getFileHeaderRecordEligibilityBuilder().setSequenceNumber("0002");
        assertEquals(
                "FAILED_PRECONDITION PLAN_CHANGED",
                end(TestProxy.signed(otherHeader.toBuilder().setHeader(header).build(), PLAN, key)));
    }

    @Test
    void valuesThatDoNotLookAsDeclared_areRefused() throws Exception {
        for (String value : List.of("123456789", "TBW2WWQ7G7LHER2SOKVX", TOKEN + "X", "taw2wwq7g7lher2sokvx")) {
            TestProxy.Stream a = proxy.stream().open(open("a.psv"));
            opened(a);
            a.chunk(TestProxy.chunk(0, 1, value));
            assertEquals("INVALID_ARGUMENT SHAPE", a.end(), value);
        }
        assertShape(List.of("ELG00002", "06", "", TOKEN, "MARIA"));
        assertShape(List.of("ELG00002", "06", "", TOKEN, "", "", "", "F", "19800214"));
        assertShape(List.of("ELG00002", "06", "7", TOKEN));
        assertShape(List.of("ELG00002", "53", "", TOKEN));
        assertShape(List.of("ELG00021", "06", "", TOKEN));
        assertShape(List.of("ELG00002", "06", "", TOKEN, "", "", "", "F|M"));
        assertEquals(0, proxy.get(ID).getFiles(0).getProgress().getRows());
    }

    private void assertShape(List<String> columns) throws Exception {
        Record record = Record.parseFrom(
                RandomRows.record(Catalogue.v4().segment("ELG00002").orElseThrow(), columns));
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(Chunk.newBuilder().addRecords(record).build());
        assertEquals("INVALID_ARGUMENT SHAPE", a.end(), columns.toString());
    }

    @Test
    void rowsThatAreNotCanonical_areRefused() throws Exception {
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        Chunk odd = TestProxy.chunk(0, 1, TOKEN).toBuilder()
                .setUnknownFields(com.google.protobuf.UnknownFieldSet.newBuilder()
                        .addField(
                                100,
                                com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(com.google.protobuf.ByteString.copyFromUtf8("123-45-6789"))
                                        .build())
                        .build())
                .build();
        a.chunk(odd);
        assertEquals("INVALID_ARGUMENT WIRE", a.end());
    }

    @Test
    void newestStream_takesTheFileOver() throws Exception {
        TestProxy.Stream old = proxy.stream().open(open("a.psv"));
        opened(old);
        TestProxy.Stream young = proxy.stream().open(open("a.psv"));
        opened(young);
        assertEquals("ABORTED BUSY", old.end());
        young.chunk(TestProxy.chunk(0, 1, TOKEN));
        assertEquals(0, young.answer().getAcked().getChunks(0).getNumber());
    }

    @Test
    void peersWithoutTheRole_areRefused() throws Exception {
        List<TlsFiles> others = List.of(
                pki.role(Role.SUBMITTER, "CA"),
                pki.role(Role.PROXY, "WA"),
                pki.role(Role.RECEIVER, ""),
                pki.peer("nobody", "urn:smp:role:2:proxy:CA"));
        for (TlsFiles files : others) {
            try (TestProxy other = new TestProxy(files, receiver.address().getPort())) {
                assertEquals(
                        "PERMISSION_DENIED ROLE",
                        other.stream().open(open("a.psv")).end());
            }
        }
        TestPki foreign = new TestPki(dir.resolve("foreign"));
        TlsFiles certificate = foreign.role(Role.PROXY, "CA");
        TlsFiles files = new TlsFiles(
                certificate.certificates(),
                certificate.key(),
                pki.role(Role.PROXY, "CA").trust());
        try (TestProxy other = new TestProxy(files, receiver.address().getPort())) {
            assertEquals("UNAVAILABLE -", other.stream().open(open("a.psv")).end());
            assertThrows(StatusRuntimeException.class, () -> other.get(ID));
        }
    }

    @Test
    void unknownSubmission_isUnknown() {
        assertEquals(SubmissionState.SUBMISSION_STATE_UNKNOWN, proxy.get(ID).getState());
    }

    @Test
    void store_holdsNothingBesideItsFiles() throws Exception {
        TestProxy.Stream a = proxy.stream().open(open("a.psv"));
        opened(a);
        a.chunk(TestProxy.chunk(0, 1, TOKEN));
        a.answer();
        try (Stream<Path> files = Files.list(dir.resolve("store/CA").resolve(ID))) {
            assertEquals(
                    List.of("0000.chunks", "0000.chunks.index", "0000.open"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
        assertEquals(Treatment.TREATMENT_TOKEN, PLAN.getTreatments(2).getTreatment());
    }
}
