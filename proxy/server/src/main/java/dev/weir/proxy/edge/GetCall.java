package dev.weir.proxy.edge;

import com.google.protobuf.ByteString;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.smp.Manifests;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.SubmissionIds;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.FileProgress;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.ReasonCode;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the receiver how far a submission is, for a submitter of this proxy's state. */
final class GetCall extends ServerCall.Listener<Payload> {
    private static final int DEADLINE_SECONDS = 20;

    private final ServerCall<Payload, GetResponse> call;
    private final ProxyContext context;
    private final Object lock = new Object();
    private String submissionId = "";
    private boolean ended;

    GetCall(ServerCall<Payload, GetResponse> call, ProxyContext context) {
        this.call = call;
        this.context = context;
        call.request(2);
    }

    @Override
    public void onMessage(Payload payload) {
        try {
            GetRequest request = SubmitFrame.get((Frame) payload);
            String state = context.activePlan()
                    .orElseThrow(() -> new RefusedException(
                            ReasonCode.REASON_CODE_UNAVAILABLE, "policy", "policy and keys are usable"))
                    .plan()
                    .scope()
                    .state();
            boolean submitter = PeerIdentity.of(call.getAttributes()).has(Role.SUBMITTER, state);
            if (!request.getState().equals(state) || !submitter) {
                throw new RefusedException(
                        ReasonCode.REASON_CODE_ROLE,
                        "certificate",
                        "carries the role of a submitter of this proxy's state");
            }
            if (!SubmissionIds.isId(request.getSubmissionId())) {
                throw new RefusedException(ReasonCode.REASON_CODE_MANIFEST, "submission id", "is a lower-case UUID");
            }
            ask(GetRequest.newBuilder()
                    .setState(state)
                    .setSubmissionId(request.getSubmissionId())
                    .build());
        } catch (RefusedException e) {
            end(e.refusal());
        }
    }

    private void ask(GetRequest request) {
        submissionId = request.getSubmissionId();
        ClientCall<Payload, GetResponse> upstream = context.channel()
                .newCall(SmpMethods.GET, CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
        upstream.start(new Answer(), new Metadata());
        upstream.request(2);
        upstream.sendMessage(Payload.of(request));
        upstream.halfClose();
    }

    private void end(Refusal refusal) {
        synchronized (lock) {
            if (!ended) {
                ended = true;
                context.events().refused("", refusal);
                call.close(SmpStatus.status(refusal), SmpStatus.trailers(refusal));
            }
        }
    }

    private final class Answer extends ClientCall.Listener<GetResponse> {
        private @Nullable GetResponse response;

        @Override
        public void onMessage(GetResponse message) {
            response = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            GetResponse found = response;
            if (!status.isOk() || found == null) {
                end(SmpStatus.ofPeer(status, trailers));
                return;
            }
            synchronized (lock) {
                if (!ended) {
                    ended = true;
                    call.sendHeaders(new Metadata());
                    call.sendMessage(rebuilt(found));
                    call.close(Status.OK, new Metadata());
                }
            }
        }

        /** Returns the answer with known fields only, and with a receipt only where it is one of this proxy. */
        private GetResponse rebuilt(GetResponse found) {
            GetResponse.Builder answer = GetResponse.newBuilder()
                    .setState(found.getState())
                    .setManifestSha256(found.getManifestSha256())
                    .setPlanSha256(found.getPlanSha256())
                    .setReceipt(context.releasing()
                            .map(r -> OwnReceipts.only(found.getReceipt(), submissionId, r.ledger()))
                            .orElse(ByteString.EMPTY));
            for (FileProgress file : found.getFilesList()) {
                if (Manifests.isName(file.getName())) {
                    answer.addFiles(FileProgress.newBuilder()
                            .setName(file.getName())
                            .setNextChunk(file.getNextChunk())
                            .setClosed(file.getClosed())
                            .setProgress(Totals.known(file.getProgress())));
                }
            }
            return answer.build();
        }
    }
}
