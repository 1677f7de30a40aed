package dev.weir.proxy.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.plan.Plan;
import dev.weir.core.release.BlankLog;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.ServerLimits;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.testing.RawSubmitter;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.ScriptedReceiver;
import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.ClosedFile;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.StopRule;
import io.grpc.ForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stream, with what the proxy keeps beside it and a line to the submitter that a test can stop. */
class ProxyCallTest {
    @TempDir
    Path dir;

    private final String id = UUID.randomUUID().toString();
    private final BlankLogs blanks = new BlankLogs();
    private final AtomicReference<ProxyCall> running = new AtomicReference<>();
    private volatile boolean submitterReads = true;
    private EventLoops loops;
    private Rig rig;
    private ScriptedReceiver receiver;
    private Tls tls;
    private Tls upstreamTls;
    private ManagedChannel channel;
    private Server server;
    private RawSubmitter submitter;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws Exception {
        loops = new EventLoops(1);
        rig = new Rig(dir);
        receiver = new ScriptedReceiver(rig.authority().files(Role.RECEIVER));
        var config = rig.config(receiver.port());
        tls = new Tls(config.listenTls());
        upstreamTls = new Tls(config.upstreamTls());
        channel = config.upstream().channel(upstreamTls, loops);
        KeyFolder keys = KeyFolder.open(config.keys(), new FileKeyEncryption(config.keyEncryptionKey()));
        KeyFolder.Signer signer = keys.signer();
        Plan plan = Plan.withoutAttestation(PolicyReader.read(Rig.STATE_CONFIGS.resolve("ca")));
        ActivePlan active = new ActivePlan(plan, keys.tokenKeys(plan.scope()));
        ProxyContext context = new ProxyContext(
                () -> Optional.of(active),
                new Statements(signer::sign, "weir/test"),
                channel,
                new EdgeConfig(16, StopRule.DEFAULT, true, "weir/test"),
                EdgeEvents.NONE,
                Optional.empty(),
                blanks,
                new Completions());
        server = ServerLimits.start(
                new ServerLimits(64, 4 << 20)
                        .builder(config.listen(), tls, loops)
                        .addService(ServerServiceDefinition.builder(SmpMethods.DESCRIPTOR)
                                .addMethod(SmpMethods.SUBMIT, (call, headers) -> {
                                    ProxyCall made = new ProxyCall(stoppable(call), context);
                                    running.set(made);
                                    return made;
                                })
                                .addMethod(SmpMethods.GET, (call, headers) -> new GetCall(call, context))
                                .build()),
                config.listen());
        submitter = new RawSubmitter(rig.authority().files(Role.SUBMITTER), server.getPort());
    }

    @AfterEach
    void stop() throws Exception {
        submitter.close();
        server.shutdownNow();
        channel.shutdownNow();
        receiver.close();
        rig.close();
        upstreamTls.close();
        tls.close();
        loops.close();
    }

    /** Returns a call whose submitter takes answers while the test says so. */
    private ServerCall<Payload, SubmitResponse> stoppable(ServerCall<Payload, SubmitResponse> call) {
        return new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public boolean isReady() {
                return submitterReads && super.isReady();
            }
        };
    }

    /** Opens a stream on both lines. */
    private ScriptedReceiver.Call begin(RawSubmitter.Stream stream) throws Exception {
        stream.open(RawSubmitter.open(id));
        ScriptedReceiver.Call call = receiver.call();
        var plan = PlanStatement.parseFrom(call.read().getOpen().getPlan().getPayload())
                .getPlan();
        call.answer(SubmitResponse.newBuilder()
                .setOpened(Opened.newBuilder().setPlan(plan).setProgress(Totals.none()))
                .build());
        assertTrue(stream.answer().hasOpened());
        return call;
    }

    private static Sha256 digest(Chunk chunk) {
        return Sha256.of(
                Chunk.newBuilder().addAllRecords(chunk.getRecordsList()).build().toByteArray());
    }

    private static SubmitResponse acked(Chunk chunk) {
        return SubmitResponse.newBuilder()
                .setAcked(Acked.newBuilder()
                        .addChunks(ChunkOutcome.newBuilder()
                                .setNumber(chunk.getNumber())
                                .setDigest(digest(chunk).toByteString())))
                .build();
    }

    @Test
    void submitterThatReadsNoAnswers_isAskedForNothingMore() throws Exception {
        submitterReads = false;
        RawSubmitter.Stream stream = submitter.stream();
        ScriptedReceiver.Call call = begin(stream);
        stream.chunk(RawSubmitter.chunk(0, 5));
        assertFalse(call.arrivesWithin(300), "no chunk is taken from a submitter that takes no answer");

        submitterReads = true;
        Optional.ofNullable(running.get()).orElseThrow().onReady();

        assertEquals(0, call.next().getChunk().getNumber());
        stream.cancel();
    }

    @Test
    void whatWasBlanked_isDroppedWhenTheSubmissionIsComplete_andNotBefore() throws Exception {
        RawSubmitter.Stream stream = submitter.stream();
        ScriptedReceiver.Call call = begin(stream);
        stream.chunk(RawSubmitter.chunk(0, 5));
        Chunk chunk = call.read().getChunk();
        call.answer(acked(chunk));
        assertTrue(stream.answer().hasAcked());
        Progress totals = Totals.append(Totals.none(), 5, digest(chunk), chunk.getTally());
        List<ClosedFile> held = List.of(
                ClosedFile.newBuilder().setName("a.psv").setProgress(totals).build());
        BlankLog kept = blanks.of(id, "a.psv");
        assertTrue(blanks.sum(id, held).isPresent(), "it is kept while the submission is under way");

        stream.close(1, 5);
        assertTrue(call.read().hasClose());
        call.answer(SubmitResponse.newBuilder()
                .setClosed(Closed.newBuilder().setProgress(totals).setSubmissionComplete(true))
                .build());
        assertTrue(stream.answer().getClosed().getSubmissionComplete());
        assertEquals("OK -", stream.end());

        assertTrue(kept != blanks.of(id, "a.psv"), "nothing of it is left");
        assertTrue(blanks.sum(id, held).isEmpty());
    }

    @Test
    void whatWasBlanked_isKeptWhileFilesAreMissing() throws Exception {
        RawSubmitter.Stream stream = submitter.stream();
        ScriptedReceiver.Call call = begin(stream);
        BlankLog kept = blanks.of(id, "a.psv");
        stream.close(0, 0);
        assertTrue(call.read().hasClose());
        call.answer(SubmitResponse.newBuilder()
                .setClosed(Closed.newBuilder().setProgress(Totals.none()))
                .build());
        assertFalse(stream.answer().getClosed().getSubmissionComplete());
        assertEquals("OK -", stream.end());

        assertEquals(kept, blanks.of(id, "a.psv"));
    }
}
