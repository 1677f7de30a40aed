package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.Receipt;
import dev.weir.core.policy.Purpose;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmissionState;
import dev.weir.tmsis.FieldClass;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a release stops when nobody knows whether it may go on, how it ends, and how its receipt gets to its receiver. */
class ReleaseEndTest {
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);
    private static final String PURPOSE = Purpose.PROGRAM_INTEGRITY.uri();
    private static final List<String> NO_BUNDLE = List.of();

    @TempDir
    Path dir;

    /** A line on which the first delivery of a receipt is lost. */
    private static final class Line implements ClientInterceptor {
        private final AtomicInteger deliveries = new AtomicInteger();
        private final Loss loss;

        Line(Loss loss) {
            this.loss = loss;
        }

        /** What becomes of the first delivery. */
        private enum Loss {
            NOTHING,
            /** The receiver never hears of it, and the submitter gives up. */
            CALL,
            /** The receiver has taken it and its answer is lost; the submitter tries again. */
            ANSWER
        }

        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            boolean delivery = method.getFullMethodName().equals(SmpMethods.DELIVER.getFullMethodName());
            boolean lost = delivery && deliveries.incrementAndGet() == 1;
            ClientCall<Q, R> call = next.newCall(method, options);
            if (!lost || loss == Loss.NOTHING) {
                return call;
            }
            return loss == Loss.CALL ? new Nothing<>() : new Unanswered<>(call);
        }
    }

    /** A call that fails before it begins. */
    private static final class Nothing<Q, R> extends ClientCall<Q, R> {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
            Metadata trailers = new Metadata();
            trailers.put(SmpStatus.REASON, "LEDGER");
            listener.onClose(Status.UNAVAILABLE, trailers);
        }

        @Override
        public void request(int count) {}

        @Override
        public void cancel(String message, Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
    }

    /** A call whose answer is lost. */
    private static final class Unanswered<Q, R> extends ForwardingClientCall.SimpleForwardingClientCall<Q, R> {
        Unanswered(ClientCall<Q, R> call) {
            super(call);
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            super.start(
                    new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onMessage(R message) {}

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            super.onClose(Status.UNAVAILABLE, new Metadata());
                        }
                    },
                    headers);
        }
    }

    /** Does something when so many rows are acknowledged. */
    private static SubmitProgress when(long rows, Runnable step) {
        return new SubmitProgress() {
            private long acknowledged;

            @Override
            public void acknowledged(SourceFile of, long more) {
                boolean before = acknowledged < rows;
                acknowledged += more;
                if (before && acknowledged >= rows) {
                    step.run();
                }
            }
        };
    }

    private static ReasonCode refusal(org.junit.jupiter.api.function.Executable step) {
        return assertThrows(RefusedException.class, step).refusal().reason();
    }

    private static void hold(ReleaseRig rig, WiredProxy proxy) {
        try {
            rig.officials().holds(List.of(DemoOfficials.hold(Purpose.PROGRAM_INTEGRITY)));
        } catch (Exception e) {
            throw new IllegalStateException("a hold can be set", e);
        }
        proxy.tick();
    }

    private static long count(List<LedgerEntry> entries, EntryType type) {
        return entries.stream().filter(e -> e.type() == type).count();
    }

    @Test
    @Proves("T41")
    void whatGovernsReleases_unseenForFifteenSeconds_stopsThem() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("unseen", PURPOSE, ADDRESS);
            rig.stop();
            try (WiredProxy proxy = new WiredProxy(rig.config(), new Line(Line.Loss.NOTHING))) {
                proxy.unseenFor(Duration.ofMillis(14_999));
                assertTrue(proxy.releases());
                proxy.unseenFor(Duration.ofMillis(1));
                assertFalse(proxy.releases());
                assertEquals(ReasonCode.REASON_CODE_STALE, refusal(() -> rig.submitTo(proxy.port(), bundle)));
                proxy.tick();
                assertTrue(proxy.releases());

                SubmitProgress unseen = when(1, () -> proxy.unseenFor(Duration.ofSeconds(15)));
                assertEquals(ReasonCode.REASON_CODE_STALE, refusal(() -> rig.submitTo(proxy.port(), bundle, unseen)));
            }
            rig.restart();
            assertEquals(1, rig.held().getFiles(0).getNextChunk(), "the chunk before, and no other");
            assertTrue(
                    rig.submit(bundle, "", SubmitProgress.NONE).receipt().isPresent(),
                    "it goes on when somebody looks");
        }
    }

    @Test
    @Proves("T41")
    void release_heldAfterItsLastChunk_isNotClosed() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("held", PURPOSE, ADDRESS);
            rig.stop();
            try (WiredProxy proxy = new WiredProxy(rig.config(), new Line(Line.Loss.NOTHING))) {
                SubmitProgress held = when(rig.rows(), () -> hold(rig, proxy));
                assertEquals(ReasonCode.REASON_CODE_HOLD, refusal(() -> rig.submitTo(proxy.port(), bundle, held)));
            }
            requireUnpublished(rig);
            rig.liftHolds();
            assertTrue(
                    rig.submit(bundle, "", SubmitProgress.NONE).receipt().isPresent(),
                    "it ends when the hold is lifted");
        }
    }

    @Test
    @Proves("T41")
    void release_expiredAfterItsLastChunk_isNotClosed() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("expired", PURPOSE, ADDRESS);
            rig.stop();
            try (WiredProxy proxy = new WiredProxy(rig.config(), new Line(Line.Loss.NOTHING))) {
                SubmitProgress late = when(rig.rows(), () -> proxy.later(Duration.ofDays(8)));
                assertEquals(
                        ReasonCode.REASON_CODE_ATTESTATION_TIME,
                        refusal(() -> rig.submitTo(proxy.port(), bundle, late)));
            }
            requireUnpublished(rig);
        }
    }

    private static void requireUnpublished(ReleaseRig rig) throws Exception {
        rig.restart();
        assertEquals(SubmissionState.SUBMISSION_STATE_OPEN, rig.held().getState());
        assertFalse(rig.held().getFiles(0).getClosed());
        assertEquals(0, count(rig.entries(), EntryType.RELEASE_COMPLETED));
    }

    @Test
    @Proves("T70")
    void receipt_whoseAcknowledgementWasLost_isDeliveredAgain_andAcknowledgedOnce() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("again", PURPOSE, ADDRESS);
            rig.stop();
            Line line = new Line(Line.Loss.ANSWER);
            try (WiredProxy proxy = new WiredProxy(rig.config(), line)) {
                assertTrue(rig.submitTo(proxy.port(), bundle).receipt().isPresent());
                assertEquals(2, line.deliveries.get());
                assertTrue(rig.submitTo(proxy.port(), bundle).receipt().isPresent());
                assertEquals(2, line.deliveries.get(), "what is acknowledged is not delivered again");
            }
            requireOneEnd(rig, EntryType.RELEASE_COMPLETED);
        }
    }

    @Test
    void receiptWithoutARelease_whoseAcknowledgementWasLost_isDeliveredAgain_andAcknowledgedOnce() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            rig.stop();
            Line line = new Line(Line.Loss.ANSWER);
            try (WiredProxy proxy = new WiredProxy(rig.config(), line)) {
                assertTrue(rig.submitTo(proxy.port(), NO_BUNDLE).receipt().isPresent());
                assertEquals(2, line.deliveries.get());
            }
            requireOneEnd(rig, EntryType.SUBMISSION_COMPLETED);
        }
    }

    @Test
    @Proves("T70")
    void submissionWithoutARelease_whoseProxyDiesBeforeItDeliversTheReceipt_isRecordedOnce() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            rig.stop();
            try (WiredProxy proxy = new WiredProxy(rig.config(), new Line(Line.Loss.CALL))) {
                assertEquals(ReasonCode.REASON_CODE_LEDGER, refusal(() -> rig.submitTo(proxy.port(), NO_BUNDLE)));
            }
            rig.restart();
            Path kept = rig.strip().receipt().orElseThrow();

            LedgerEntry end = requireOneEnd(rig, EntryType.SUBMISSION_COMPLETED);
            Receipt receipt = Receipt.read(Files.readAllBytes(kept));
            receipt.verify(rig.keys(), new P256Verifier());
            assertEquals(end.hash(), receipt.entry().hash());
        }
    }

    private static LedgerEntry requireOneEnd(ReleaseRig rig, EntryType type) throws Exception {
        List<LedgerEntry> entries = rig.entries();
        assertEquals(1, count(entries, type));
        assertEquals(1, count(entries, EntryType.RECEIPT_ACK));
        assertEquals(List.of(), rig.verifyLedger());
        return entries.stream().filter(e -> e.type() == type).findFirst().orElseThrow();
    }
}
