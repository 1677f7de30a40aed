package dev.weir.proxy.edge;

import com.google.protobuf.MessageLite;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DeliverResponse;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/**
 * Questions to the receiver about one submission that are waited for, on a thread that may wait.
 *
 * @param channel the channel to the receiver
 * @param state USPS code
 * @param submissionId the submission
 */
record ReceiverCalls(Channel channel, String state, String submissionId) {
    static final int SECONDS = 20;

    /** Returns how far the submission is. */
    GetResponse get() throws RefusedException {
        return call(
                SmpMethods.GET,
                GetRequest.newBuilder()
                        .setState(state)
                        .setSubmissionId(submissionId)
                        .build());
    }

    /** Delivers a receipt. */
    DeliverResponse deliver(DeliverRequest request) throws RefusedException {
        return call(SmpMethods.DELIVER, request);
    }

    private <T> T call(MethodDescriptor<Payload, T> method, MessageLite request) throws RefusedException {
        try {
            return ClientCalls.blockingUnaryCall(
                    channel,
                    method,
                    CallOptions.DEFAULT.withDeadlineAfter(SECONDS, TimeUnit.SECONDS),
                    Payload.of(request));
        } catch (StatusRuntimeException e) {
            Metadata trailers = e.getTrailers();
            throw new RefusedException(SmpStatus.ofPeer(e.getStatus(), trailers == null ? new Metadata() : trailers));
        }
    }
}
