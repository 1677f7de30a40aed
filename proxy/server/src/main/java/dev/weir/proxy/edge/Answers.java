package dev.weir.proxy.edge;

import dev.weir.smp.v1.SubmitResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** Hands the answers of the receiver to the stream that they are for. */
final class Answers extends ClientCall.Listener<SubmitResponse> {
    private final ProxyCall stream;

    Answers(ProxyCall stream) {
        this.stream = stream;
    }

    @Override
    public void onMessage(SubmitResponse answer) {
        stream.answered(answer);
    }

    @Override
    public void onReady() {
        stream.upstreamReady();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        stream.upstreamClosed(status, trailers);
    }
}
