package dev.weir.proxy.edge;

import com.google.protobuf.ByteString;
import dev.weir.core.attestation.Grant;
import dev.weir.core.minimize.Minimized;
import dev.weir.core.minimize.MinimizedFrame;
import dev.weir.core.minimize.Subjects;
import dev.weir.core.release.FileStream;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.SubmissionIds;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.wire.WireFaultException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private @Nullable Release release;

    private final Outbox outbox = new Outbox();
    private boolean opening;

    /** The receiver has closed the file, and what follows from that is under way. */
    private boolean finishing;

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

    /** The submitter takes answers again: one that does not is asked for nothing more. */
    @Override
    public void onReady() {
        upstreamReady();
    }

    @Override
    public void onHalfClose() {
        synchronized (lock) {
            if (!ended && (stream == null || !stream.closing())) {
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
        if (opening) {
            throw new RefusedException(ReasonCode.REASON_CODE_ORDER, "open", "comes once and first");
        }
        opening = true;
        ActivePlan active = context.activePlan()
                .orElseThrow(() -> new RefusedException(
                        ReasonCode.REASON_CODE_UNAVAILABLE, "policy", "policy and keys are usable"));
        // What is no id could be anything, and it would be logged.
        submissionId = SubmissionIds.isId(open.getSubmissionId()) ? open.getSubmissionId() : "";
        Submittal submittal = Submittal.check(
                open,
                PeerIdentity.of(call.getAttributes()),
                active.plan().policy().jurisdiction(),
                context.config().testOnly());
        if (!submittal.asksForRelease()) {
            begin(submittal.under(active.plan(), active.keys(), Subjects.nobody()));
            return;
        }
        Releasing releasing = context.releasing()
                .orElseThrow(() -> new RefusedException(
                        ReasonCode.REASON_CODE_ATTESTATION,
                        "attestation bundle",
                        "this proxy releases nothing: send without a bundle to have everything minimized"));
        new ReleaseDesk(releasing, context.channel())
                .admit(submittal)
                .whenComplete((admitted, failure) -> after(failure, () -> {
                    release = admitted.release();
                    begin(admitted.admission());
                }));
    }

    /** Goes on under the lock after something that was waited for; its failure ends the stream. */
    private void after(@Nullable Throwable failure, Guarded step) {
        synchronized (lock) {
            guarded(() -> {
                if (failure != null) {
                    throw Denials.ofFailure(failure);
                }
                step.run();
            });
        }
    }

    private void begin(Admission found) throws RefusedException {
        admission = found;
        stream = new FileStream(found.plan().toProto(), context.config().stopRule(), context.blanks(found));
        Upstream opened = new Upstream(
                context.channel(), new Answers(this), context.config().chunksInFlight() + 2);
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
        if (release != null) {
            release.requireAllowed();
        }
        long begin = System.nanoTime();
        Minimized minimized = minimize(frame);
        found.chunk(minimized);
        context.events().minimized(minimized.tally(), frame.length(), minimized.frameSize(), System.nanoTime() - begin);
        Release releasing = release;
        if (releasing == null) {
            outbox.add(to -> to.send(minimized));
            sendWaiting();
            return;
        }
        MinimizedFrame kept = minimized.keep();
        CompletableFuture<Outbox.Sending> recorded =
                releasing.record(minimized).thenApply(entry -> to -> sendReleased(to, kept, entry));
        outbox.add(recorded);
        recorded.whenComplete((sending, failure) -> after(failure, this::sendWaiting));
        ask();
    }

    /** The chunk may have waited for long: what stops a release stops this chunk, too. */
    private void sendReleased(Upstream to, MinimizedFrame chunk, DurableEntry entry) throws RefusedException {
        known(release).requireAllowed();
        to.send(chunk, entry);
    }

    private Minimized minimize(SubmitFrame frame) throws RefusedException {
        try {
            return known(admission).engine().minimize(frame.bytes(), frame.offset(), frame.length());
        } catch (WireFaultException e) {
            throw SubmitFrame.wire(e.fault());
        }
    }

    /** Sends what waits, if upstream is ready, and asks for the next message, if there is room. */
    private void sendWaiting() throws RefusedException {
        Upstream to = upstream;
        if (to != null) {
            outbox.send(to);
        }
        ask();
    }

    private void ask() {
        FileStream found = stream;
        boolean room = found != null
                && (release == null ? outbox.isEmpty() : outbox.hasRoom())
                && found.inFlight() < context.config().chunksInFlight()
                && call.isReady();
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
        Close declared = Close.newBuilder()
                .setChunks(totals.getChunks())
                .setRows(totals.getRows())
                .setCounts(context.statements().counts(known.upstream(), known.plan(), totals))
                .build();
        outbox.add(to -> {
            if (release != null) {
                release.requireMayEnd();
            }
            to.close(declared);
        });
        sendWaiting();
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
            end(context.defect(e));
        }
    }

    /** Takes an answer of the receiver; what goes on to the submitter is built anew. */
    void answered(SubmitResponse answer) {
        synchronized (lock) {
            guarded(() -> {
                switch (answer.getMessageCase()) {
                    case OPENED -> opened(answer.getOpened());
                    case ACKED -> acked(answer.getAcked());
                    case CLOSED -> closed(answer.getClosed());
                    case MESSAGE_NOT_SET ->
                        throw new RefusedException(ReasonCode.REASON_CODE_UPSTREAM, "answer", "is one of the protocol");
                }
                known(upstream).request();
            });
        }
    }

    private void opened(Opened answer) throws RefusedException {
        known(stream).opened(answer);
        Release releasing = release;
        if (releasing != null) {
            streaming(Optional.of(releasing.index()));
        } else if (context.releasing().isPresent()) {
            Releasing with = context.releasing().get();
            Admission found = known(admission);
            with.opened()
                    .record(PeerIdentity.of(call.getAttributes()).name(), Records.of(found, with), found)
                    .whenComplete((index, failure) -> after(failure, () -> streaming(index)));
        } else {
            streaming(Optional.empty());
        }
    }

    private void streaming(Optional<Long> ledgerIndex) {
        Opened.Builder opened = Opened.newBuilder()
                .setPlan(known(admission).plan().toProto())
                .setNextChunk(known(stream).wanted());
        ledgerIndex.ifPresent(opened::setLedgerIndex);
        streaming = true;
        call.sendHeaders(new Metadata());
        call.sendMessage(SubmitResponse.newBuilder().setOpened(opened).build());
        context.events().opened(submissionId, known(stream).wanted());
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
        finishing = true;
        Optional<Releasing> with =
                context.releasing().filter(r -> r.receiverKeys().isPresent());
        if (with.isEmpty()) {
            finished(answer, ByteString.EMPTY);
            return;
        }
        Optional<Grant> grant = Optional.ofNullable(release).map(Release::grant);
        Completion completion =
                new Completion(with.get(), with.get().receiverKeys().orElseThrow(), context, known(admission), grant);
        completion
                .finish(answer, found.totals())
                .whenComplete((receipt, failure) -> after(failure, () -> finished(answer, receipt)));
    }

    private void finished(Closed answer, ByteString receipt) {
        ended = true;
        context.closed(submissionId, answer.getSubmissionComplete());
        call.sendMessage(SubmitResponse.newBuilder()
                .setClosed(Closed.newBuilder()
                        .setProgress(known(stream).totals())
                        .setSubmissionComplete(answer.getSubmissionComplete())
                        .setReceipt(receipt))
                .build());
        call.close(Status.OK, new Metadata());
    }

    /** One of the two ends takes more. */
    void upstreamReady() {
        synchronized (lock) {
            guarded(this::sendWaiting);
        }
    }

    /** The receiver has ended the call. */
    void upstreamClosed(Status status, Metadata trailers) {
        synchronized (lock) {
            if (!finishing) {
                guarded(() -> {
                    throw new RefusedException(SmpStatus.ofPeer(status, trailers));
                });
            }
        }
    }
}
