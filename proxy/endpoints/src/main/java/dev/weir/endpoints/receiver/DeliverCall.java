package dev.weir.endpoints.receiver;

import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DeliverResponse;
import dev.weir.smp.v1.ReasonCode;
import io.grpc.ServerCall;
import java.util.regex.Pattern;

/** Takes the receipt of a complete submission, keeps it as it is, and acknowledges it. */
final class DeliverCall extends UnaryCall<DeliverResponse> {
    private static final int MAX_RECEIPT_BYTES = 1 << 18;
    private static final int MAX_ONWARD = 16;
    private static final Pattern DAY = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})?");

    DeliverCall(ServerCall<Payload, DeliverResponse> call, ReceiverContext context) {
        super(call, context);
    }

    @Override
    Question<DeliverResponse> question(Frame frame) throws RefusedException {
        DeliverRequest request = SubmitFrame.deliver(frame);
        require(request.getState(), request.getSubmissionId(), Role.PROXY);
        Acks acks =
                context().acks().orElseThrow(() -> refused("receipt", "is taken by a receiver that has a signing key"));
        boolean sound = Sha256.from(request.getLeafSha256()).isPresent()
                && !request.getReceipt().isEmpty()
                && request.getReceipt().size() <= MAX_RECEIPT_BYTES
                && DAY.matcher(request.getRetainUntil()).matches()
                && request.getOnwardCount() <= MAX_ONWARD
                && request.getOnwardList().stream().allMatch(Acks::isUri);
        if (!sound) {
            throw refused("receipt", "has the digest of its leaf, a day of retention and at most 16 onward URIs");
        }
        FileKey key = new FileKey(request.getState(), request.getSubmissionId(), "");
        return store -> {
            StoredSubmission submission = store.submission(request.getState(), request.getSubmissionId())
                    .filter(StoredSubmission::complete)
                    .orElseThrow(() -> refused("receipt", "is for a submission that is complete here"));
            if (!submission.keep(request.getReceipt().toByteArray())) {
                throw refused("receipt", "is the one that was delivered before");
            }
            return DeliverResponse.newBuilder()
                    .setAck(acks.receipt(request, submission.held(key)))
                    .build();
        };
    }

    private static RefusedException refused(String place, String rule) {
        return new RefusedException(ReasonCode.REASON_CODE_STATEMENT, place, rule);
    }
}
