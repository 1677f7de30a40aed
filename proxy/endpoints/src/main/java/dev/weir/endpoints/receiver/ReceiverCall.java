package dev.weir.endpoints.receiver;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.smp.Dsse;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.CountsStatement;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmitResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Submit stream at the receiver. Messages come in on an event loop and are answered on the store thread; the call
 * itself is used under one lock.
 */
final class ReceiverCall extends ServerCall.Listener<Payload> {
    /** Chunks that are read and not yet durable. */
    private static final int CHUNKS_IN_FLIGHT = 16;

    private final ServerCall<Payload, SubmitResponse> call;
    private final ReceiverContext context;
    private final Object lock = new Object();
    private OpenCheck.@Nullable Opening opening;
    private int next;
    private int inFlight;
    private int acked;
    private boolean asked = true;
    private boolean quiet;
    private boolean ready;
    private boolean closing;
    private boolean ended;

    ReceiverCall(ServerCall<Payload, SubmitResponse> call, ReceiverContext context) {
        this.call = call;
        this.context = context;
        call.request(1);
    }

    @Override
    public void onMessage(Payload payload) {
        synchronized (lock) {
            asked = false;
            quiet = false;
        }
        try {
            SubmitFrame frame = SubmitFrame.read((Frame) payload);
            switch (frame.kind()) {
                case OPEN -> open(frame.open());
                case CHUNK -> chunk(frame);
                case CLOSE -> close(frame.close());
            }
        } catch (RefusedException e) {
            end(e.refusal());
        } catch (RuntimeException e) {
            context.defect(e);
            end(new Refusal(ReasonCode.REASON_CODE_INTERNAL, "", "a defect, recorded by the receiver"));
        }
    }

    @Override
    public void onReady() {
        synchronized (lock) {
            request();
        }
    }

    @Override
    public void onHalfClose() {
        synchronized (lock) {
            if (!closing && !ended) {
                end(new Refusal(ReasonCode.REASON_CODE_ORDER, "", "a stream ends with Close"));
            }
        }
    }

    @Override
    public void onCancel() {
        synchronized (lock) {
            ended = true;
        }
        release();
    }

    @Override
    public void onComplete() {
        release();
    }

    private void release() {
        context.streams().remove(this);
        OpenCheck.Opening known = opening;
        if (known != null) {
            context.owners().release(known.key(), this);
        }
    }

    /** Ends the call because another one carries its file. */
    void takenOver() {
        end(new Refusal(ReasonCode.REASON_CODE_BUSY, "", "another stream carries this file now"));
    }

    private void open(Open open) throws RefusedException {
        if (opening != null) {
            throw new RefusedException(ReasonCode.REASON_CODE_ORDER, "open", "comes once and first");
        }
        OpenCheck.Opening found = context.openCheck().check(open, PeerIdentity.of(call.getAttributes()));
        opening = found;
        context.owners().take(found.key(), this);
        context.store().submit(new StoreThread.Task() {
            @Override
            public void committed(FeedStore store) throws IOException {
                try {
                    StoredFile file = store.submission(open).file(open);
                    opened(found, file);
                } catch (RefusedException e) {
                    end(e.refusal());
                }
            }

            @Override
            public void failed() {
                unavailable();
            }
        });
    }

    private void opened(OpenCheck.Opening found, StoredFile file) throws IOException {
        int held = file.next();
        Opened.Builder opened = Opened.newBuilder().setNextChunk(held).setProgress(file.progress());
        found.plan().ifPresent(opened::setPlan);
        synchronized (lock) {
            next = -1;
            acked = held;
            ready = true;
            if (!ended) {
                call.sendHeaders(new Metadata());
            }
            send(SubmitResponse.newBuilder().setOpened(opened).build());
            request();
        }
    }

    private OpenCheck.Opening requireOpen(String place) throws RefusedException {
        OpenCheck.Opening found = opening;
        if (found == null || !ready || closing) {
            throw new RefusedException(ReasonCode.REASON_CODE_ORDER, place, "comes after Opened and before Close");
        }
        return found;
    }

    private void chunk(SubmitFrame frame) throws RefusedException {
        OpenCheck.Opening found = requireOpen("chunk");
        ChunkEnvelope chunk = ChunkEnvelope.read(frame, found.rows());
        synchronized (lock) {
            if (next < 0 && chunk.number() > acked) {
                throw new RefusedException(
                        ReasonCode.REASON_CODE_OUT_OF_RANGE, "chunk", "the first one is at most number " + acked);
            }
            if (next >= 0 && chunk.number() != next) {
                throw new RefusedException(ReasonCode.REASON_CODE_ORDER, "chunk", "the next one is number " + next);
            }
            next = chunk.number() + 1;
            inFlight++;
        }
        context.store().submit(new StoreThread.Task() {
            @Override
            public void write(FeedStore store, Set<ChunkLog> written) throws IOException {
                if (context.owners().owns(found.key(), ReceiverCall.this)) {
                    StoredFile file = store.file(found.key());
                    if (file.closed()) {
                        return;
                    }
                    ChunkLog log = file.log();
                    if (chunk.number() == log.next()) {
                        log.append(
                                chunk.number(),
                                chunk.rows(),
                                chunk.digest(),
                                chunk.tally(),
                                chunk.bytes(),
                                chunk.offset(),
                                chunk.length());
                        context.chunkAppended(found.key(), chunk);
                    }
                    written.add(log);
                }
            }

            @Override
            public void committed(FeedStore store) throws IOException {
                StoredFile file = store.file(found.key());
                if (chunk.number() < file.next()) {
                    durable(chunk, file.log().digest(chunk.number()));
                } else if (file.closed()) {
                    end(new Refusal(
                            ReasonCode.REASON_CODE_ORDER,
                            "chunk " + chunk.number(),
                            "a file that is closed takes no more chunks"));
                }
            }

            @Override
            public void failed() {
                unavailable();
            }
        });
        synchronized (lock) {
            request();
        }
    }

    /** Acknowledges a chunk that is on disk, unless what is on disk under its number is something else. */
    private void durable(ChunkEnvelope chunk, Sha256 stored) {
        if (!stored.equals(chunk.digest())) {
            end(new Refusal(
                    ReasonCode.REASON_CODE_DIGEST,
                    "chunk " + chunk.number(),
                    "a chunk that is sent again has the same content"));
            return;
        }
        context.chunkStored(chunk.rows(), chunk.length());
        synchronized (lock) {
            inFlight--;
            send(SubmitResponse.newBuilder()
                    .setAcked(Acked.newBuilder()
                            .addChunks(ChunkOutcome.newBuilder()
                                    .setNumber(chunk.number())
                                    .setDigest(stored.toByteString())))
                    .build());
            request();
        }
    }

    private void close(Close close) throws RefusedException {
        OpenCheck.Opening found = requireOpen("close");
        CountsStatement counts = found.plan().isPresent() ? counts(close, found) : CountsStatement.getDefaultInstance();
        synchronized (lock) {
            closing = true;
        }
        context.store().submit(new StoreThread.Task() {
            @Override
            public void committed(FeedStore store) throws IOException {
                StoredFile file = store.file(found.key());
                Progress progress = file.progress();
                boolean same = found.plan().isPresent()
                        ? counts.getProgress().equals(progress)
                        : close.getRows() == progress.getRows();
                if (!same || close.getChunks() != progress.getChunks() || close.getRows() != progress.getRows()) {
                    end(new Refusal(
                            ReasonCode.REASON_CODE_COUNT, "close", "the counts are those of the chunks received"));
                    return;
                }
                file.markClosed(close);
                StoredSubmission submission = store.submission(
                                found.key().state(), found.key().submissionId())
                        .orElseThrow();
                boolean complete = submission.completeIfAllClosed();
                Closed.Builder closed =
                        Closed.newBuilder().setProgress(progress).setSubmissionComplete(complete);
                if (context.acks().isPresent()) {
                    closed.setDurableAck(context.acks().get().durable(submission.held(found.key())));
                }
                closed(closed.build());
            }

            @Override
            public void failed() {
                unavailable();
            }
        });
    }

    private CountsStatement counts(Close close, OpenCheck.Opening found) throws RefusedException {
        try {
            CountsStatement counts = CountsStatement.parseFrom(close.getCounts().getPayload());
            boolean sound = context.keys().verifies(found.key().state(), Dsse.COUNTS, close.getCounts())
                    && counts.getState().equals(found.key().state())
                    && counts.getSubmissionId().equals(found.key().submissionId())
                    && counts.getFileName().equals(found.key().fileName())
                    && counts.getPlanSha256().equals(found.plan().orElseThrow().getPlanSha256());
            if (sound) {
                return counts;
            }
        } catch (InvalidProtocolBufferException e) {
            // Falls through to the refusal of a statement that does not verify.
        }
        throw new RefusedException(
                ReasonCode.REASON_CODE_STATEMENT, "counts", "are signed by the state's proxy and about this file");
    }

    private void closed(Closed closed) {
        context.fileClosed(closed.getSubmissionComplete());
        synchronized (lock) {
            if (!ended) {
                send(SubmitResponse.newBuilder().setClosed(closed).build());
                ended = true;
                call.close(Status.OK, new Metadata());
            }
        }
    }

    private void unavailable() {
        end(new Refusal(ReasonCode.REASON_CODE_UNAVAILABLE, "store", "can be written; try again later"));
    }

    /** Asks for one more message, if none is asked for, there is room for it and the peer takes the answers. */
    private void request() {
        boolean room = ready && inFlight < CHUNKS_IN_FLIGHT && call.isReady();
        if (room && !asked && !closing && !ended) {
            asked = true;
            call.request(1);
        }
    }

    /** Ends the call if it was the peer's turn when this was asked last, and the peer has said nothing since. */
    void endIfSilent() {
        boolean silent;
        synchronized (lock) {
            boolean peersTurn = inFlight == 0 && !closing && (asked || ready);
            silent = quiet && peersTurn;
            quiet = peersTurn;
        }
        if (silent) {
            end(new Refusal(ReasonCode.REASON_CODE_UNAVAILABLE, "stream", "is not kept for a silent peer; try again"));
        }
    }

    private void send(SubmitResponse response) {
        if (!ended) {
            call.sendMessage(response);
        }
    }

    private void end(Refusal refusal) {
        synchronized (lock) {
            if (!ended) {
                ended = true;
                context.refused(refusal);
                call.close(SmpStatus.status(refusal), SmpStatus.trailers(refusal));
            }
        }
        release();
    }
}
