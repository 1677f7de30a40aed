package dev.weir.proxy.testing;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Asks a receiver, or a proxy on its way, how far a submission is. */
final class Held {
    private Held() {}

    static GetResponse ask(int port, TlsFiles files, String submissionId) throws IOException {
        try (EventLoops loops = new EventLoops(1);
                Tls tls = new Tls(files)) {
            ManagedChannel channel = new Endpoint("127.0.0.1", port, "localhost").channel(tls, loops);
            try {
                return ClientCalls.blockingUnaryCall(
                        channel,
                        SmpMethods.GET,
                        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                        Payload.of(GetRequest.newBuilder()
                                .setState("CA")
                                .setSubmissionId(submissionId)
                                .build()));
            } finally {
                channel.shutdownNow();
            }
        }
    }
}
