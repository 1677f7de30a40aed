package dev.weir.endpoints.receiver;

import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.SubmissionIds;
import dev.weir.smp.v1.ReasonCode;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.util.regex.Pattern;

/** One call with one request and one answer, which the store thread gives. */
abstract sealed class UnaryCall<R> extends ServerCall.Listener<Payload> permits GetCall, DeliverCall {
    private static final Pattern STATE = Pattern.compile("[A-Z]{2}");

    private final ServerCall<Payload, R> call;
    private final ReceiverContext context;

    UnaryCall(ServerCall<Payload, R> call, ReceiverContext context) {
        this.call = call;
        this.context = context;
        call.request(2);
    }

    /** What the store is asked. */
    interface Question<R> {
        R answer(FeedStore store) throws IOException, RefusedException;
    }

    /** Reads the request and returns the question, or refuses. */
    abstract Question<R> question(Frame frame) throws RefusedException;

    /** Sees to it that the peer may ask about a submission. */
    final void require(String state, String submissionId, Role... roles) throws RefusedException {
        PeerIdentity peer = PeerIdentity.of(call.getAttributes());
        boolean known = false;
        for (Role role : roles) {
            known |= STATE.matcher(state).matches() && peer.has(role, state);
        }
        if (!known) {
            throw new RefusedException(ReasonCode.REASON_CODE_ROLE, "certificate", "carries the role of the state");
        }
        if (!SubmissionIds.isId(submissionId)) {
            throw new RefusedException(ReasonCode.REASON_CODE_MANIFEST, "submission id", "is a lower-case UUID");
        }
    }

    final ReceiverContext context() {
        return context;
    }

    @Override
    public final void onMessage(Payload payload) {
        try {
            ask(question((Frame) payload));
        } catch (RefusedException e) {
            refuse(e.refusal());
        }
    }

    private void ask(Question<R> question) {
        context.store().submit(new StoreThread.Task() {
            @Override
            public void committed(FeedStore store) throws IOException {
                try {
                    R answer = question.answer(store);
                    call.sendHeaders(new Metadata());
                    call.sendMessage(answer);
                    call.close(Status.OK, new Metadata());
                } catch (RefusedException e) {
                    refuse(e.refusal());
                }
            }

            @Override
            public void failed() {
                refuse(new Refusal(ReasonCode.REASON_CODE_UNAVAILABLE, "store", "can be used; try again later"));
            }
        });
    }

    private void refuse(Refusal refusal) {
        context.refused(refusal);
        call.close(SmpStatus.status(refusal), SmpStatus.trailers(refusal));
    }
}
