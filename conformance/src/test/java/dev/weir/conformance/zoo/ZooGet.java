package dev.weir.conformance.zoo;

import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.ReasonCode;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** One Get through a proxy of the zoo. */
final class ZooGet extends ServerCall.Listener<Payload> {
    private final ZooProxy zoo;
    private final ServerCall<Payload, GetResponse> call;

    ZooGet(ZooProxy zoo, ServerCall<Payload, GetResponse> call) {
        this.zoo = zoo;
        this.call = call;
        call.request(2);
    }

    @Override
    public void onMessage(Payload payload) {
        try {
            GetRequest request = SubmitFrame.get((Frame) payload);
            String state = zoo.rules().state();
            boolean own = request.getState().equals(state)
                    && PeerIdentity.of(call.getAttributes()).has(Role.SUBMITTER, state);
            if (!own && !zoo.has("M55")) {
                throw new RefusedException(ReasonCode.REASON_CODE_ROLE, "certificate", "is a submitter's");
            }
            ask(request);
        } catch (RefusedException e) {
            end(e.refusal());
        }
    }

    private void ask(GetRequest request) {
        ClientCall<Payload, GetResponse> upstream = zoo.channel().newCall(SmpMethods.GET, CallOptions.DEFAULT);
        upstream.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(GetResponse message) {
                        call.sendHeaders(new Metadata());
                        call.sendMessage(message);
                        call.close(Status.OK, new Metadata());
                    }
                },
                new Metadata());
        upstream.request(2);
        upstream.sendMessage(Payload.of(request));
        upstream.halfClose();
    }

    private void end(Refusal refusal) {
        call.close(SmpStatus.status(refusal), SmpStatus.trailers(refusal));
    }
}
