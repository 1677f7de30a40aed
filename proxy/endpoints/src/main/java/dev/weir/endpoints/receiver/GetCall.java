package dev.weir.endpoints.receiver;

import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.SubmissionState;
import io.grpc.ServerCall;
import java.util.Optional;

/** Tells how far a submission is. */
final class GetCall extends UnaryCall<GetResponse> {
    GetCall(ServerCall<Payload, GetResponse> call, ReceiverContext context) {
        super(call, context);
    }

    @Override
    Question<GetResponse> question(Frame frame) throws RefusedException {
        GetRequest request = SubmitFrame.get(frame);
        require(request.getState(), request.getSubmissionId(), Role.PROXY, Role.SUBMITTER);
        return store -> {
            Optional<StoredSubmission> stored = store.submission(request.getState(), request.getSubmissionId());
            return stored.isPresent()
                    ? stored.get().progress()
                    : GetResponse.newBuilder()
                            .setState(SubmissionState.SUBMISSION_STATE_UNKNOWN)
                            .build();
        };
    }
}
