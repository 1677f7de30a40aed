package dev.weir.proxy.edge;

import dev.weir.core.minimize.Minimized;
import dev.weir.core.release.FileStream;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.wire.WireFaultException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One stream through the proxy, both halves of it. Callbacks of the two come on different threads and take one lock. One
 * message at a time is asked of the submitter, and only while upstream is ready and the number of chunks in flight is
 * within bounds; so a slow receiver slows the submitter down and fills nothing here.
 */
final class ProxyCall extends ServerCall.Listener<Payload> {
    private final ServerCall<Payload, SubmitResponse> call;
    private final ProxyContext context;
    private final Object lock = new Object();
    private @Nullable Admission admission;
    private @Nullable FileStream stream;
    private @Nullable Upstream upstream;

    /** Minimized and waiting until upstream is ready. */
    private @Nullable Minimized held;

    private String submissionId = "";
    private boolean streaming;
    private boolean asked;
    private boolean ended;

    ProxyCall(ServerCall<Payload, SubmitResponse> call, ProxyContext context) {
        this.call = call;
        this.context = context;
        asked = true;
        call.request(1);
    }

    @Override
    public void onMessage(Payload payload) {
        synchronized (lock) {
            asked = false;
            guarded(() -> {
                SubmitFrame frame = SubmitFrame.read((Frame) payload);
                switch (frame.kind()) {
                    case OPEN -> open(frame.open());
                    case CHUNK -> chunk(frame);
                    case CLOSE -> close(frame.close());
                }
            });
        }
    }

    @Override
    public void onHalfClose() {
        synchronized (lock) {
            if (!ended && (stream == null || streaming)) {
                end(new Refusal(ReasonCode.REASON_CODE_ORDER, "", "a stream ends with Close"));
            }
        }
    }

    @Override
    public void onCancel() {
        synchronized (lock) {
            ended = true;
            streaming = false;
            if (upstream != null) {
                upstream.cancel();
            }
        }
    }

    private void open(Open open) throws RefusedException {
        if (admission != null) {
            throw new RefusedException(ReasonCode.REASON_CODE_ORDER, "open", "comes once and first");
        }
        ActivePlan active = context.activePlan()
                .orElseThrow(() -> new RefusedException(
                        ReasonCode.REASON_CODE_UNAVAILABLE, "policy", "policy and keys are usable"));
        Admission found = Admission.check(open, PeerIdentity.of(call.getAttributes()), active, context.config());
        admission = found;
        submissionId = found.upstream().getSubmissionId();
        stream = new FileStream(found.plan().toProto(), context.config().stopRule());
        Upstream opened =
                new Upstream(context.channel(), new Answers(), context.config().chunksInFlight() + 2);
        upstream = opened;
        opened.open(found, context.statements().plan(found.upstream(), found.plan()));
    }

    private FileStream requireStream(String place) throws RefusedException {
        FileStream found = stream;
        if (found == null) {
            throw new RefusedException(ReasonCode.REASON_CODE_ORDER, place, "comes after Opened and before Close");
        }
        found.requireOpen(place);
        return found;
    }

    private void chunk(SubmitFrame frame) throws RefusedException {
        FileStream found = requireStream("chunk");
        Minimized minimized;
        long begin = System.nanoTime();
        try {
            minimized = known(admission).engine().minimize(frame.bytes(), frame.offset(), frame.length());
        } catch (WireFaultException e) {
            throw SubmitFrame.wire(e.fault());
        }
        found.chunk(minimized);
        context.events().minimized(minimized.tally(), frame.length(), minimized.frameSize(), System.nanoTime() - begin);
        held = minimized;
        sendHeld();
    }

    /** Sends the chunk that waits, if upstream is ready, and asks for the next message, if there is room. */
    private void sendHeld() {
        Minimized waiting = held;
        Upstream to = upstream;
        if (waiting != null && to != null && to.ready()) {
            held = null;
            to.send(waiting);
        }
        ask();
    }

    private void ask() {
        FileStream found = stream;
        boolean room = found != null
                && held == null
                && found.inFlight() < context.config().chunksInFlight();
        if (!ended && streaming && !asked && room) {
            asked = true;
            call.request(1);
        }
    }

    private void close(Close close) throws RefusedException {
        FileStream found = requireStream("close");
        Progress totals = found.close(close);
        streaming = false;
        Admission known = known(admission);
        known(upstream)
                .close(Close.newBuilder()
                        .setChunks(totals.getChunks())
                        .setRows(totals.getRows())
                        .setCounts(context.statements().counts(known.upstream(), known.plan(), totals))
                        .build());
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("an open stream has its parts");
        }
        return value;
    }

    private void end(Refusal refusal) {
        if (!ended) {
            ended = true;
            streaming = false;
            context.events().refused(submissionId, refusal);
            call.close(SmpStatus.status(refusal), SmpStatus.trailers(refusal));
            if (upstream != null) {
                upstream.cancel();
            }
        }
    }

    /** A step that may refuse. */
    private interface Guarded {
        void run() throws RefusedException;
    }

    /** Runs a step of the stream; a refusal or a defect ends it, and a defect tells the peer nothing. */
    private void guarded(Guarded step) {
        if (ended) {
            return;
        }
        try {
            step.run();
        } catch (RefusedException e) {
            end(e.refusal());
        } catch (RuntimeException e) {
            StackTraceElement[] trace = e.getStackTrace();
            String place = trace.length == 0 ? "unknown" : trace[0].getClassName() + ":" + trace[0].getLineNumber();
            context.events().defect(e.getClass().getName(), place);
            end(new Refusal(ReasonCode.REASON_CODE_INTERNAL, "", "a defect, recorded by the proxy"));
        }
    }

    /** Answers of the receiver. What goes on to the submitter is built anew. */
    private final class Answers extends ClientCall.Listener<SubmitResponse> {
        @Override
        public void onMessage(SubmitResponse answer) {
            synchronized (lock) {
                guarded(() -> {
                    switch (answer.getMessageCase()) {
                        case OPENED -> opened(answer.getOpened());
                        case ACKED -> acked(answer.getAcked());
                        case CLOSED -> closed(answer.getClosed());
                        case MESSAGE_NOT_SET ->
                            throw new RefusedException(
                                    ReasonCode.REASON_CODE_UPSTREAM, "answer", "is one of the protocol");
                    }
                    known(upstream).request();
                });
            }
        }

        private void opened(Opened answer) throws RefusedException {
            FileStream found = known(stream);
            found.opened(answer);
            streaming = true;
            call.sendHeaders(new Metadata());
            call.sendMessage(SubmitResponse.newBuilder()
                    .setOpened(Opened.newBuilder()
                            .setPlan(known(admission).plan().toProto())
                            .setNextChunk(found.wanted()))
                    .build());
            context.events().opened(submissionId, found.wanted());
            ask();
        }

        private void acked(Acked answer) throws RefusedException {
            Acked forSubmitter = known(stream).acked(answer);
            call.sendMessage(SubmitResponse.newBuilder().setAcked(forSubmitter).build());
            context.events().acknowledged(forSubmitter.getChunksCount());
            ask();
        }

        private void closed(Closed answer) throws RefusedException {
            FileStream found = known(stream);
            found.closed(answer.getProgress());
            ended = true;
            call.sendMessage(SubmitResponse.newBuilder()
                    .setClosed(Closed.newBuilder()
                            .setProgress(found.totals())
                            .setSubmissionComplete(answer.getSubmissionComplete()))
                    .build());
            call.close(Status.OK, new Metadata());
            context.events().closed(submissionId, answer.getSubmissionComplete());
        }

        @Override
        public void onReady() {
            synchronized (lock) {
                guarded(ProxyCall.this::sendHeld);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            synchronized (lock) {
                guarded(() -> {
                    throw new RefusedException(SmpStatus.ofPeer(status, trailers));
                });
            }
        }
    }
}
