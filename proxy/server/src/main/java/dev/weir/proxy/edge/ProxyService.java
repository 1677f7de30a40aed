package dev.weir.proxy.edge;

import dev.weir.endpoints.wire.SmpMethods;
import io.grpc.Channel;
import io.grpc.ServerServiceDefinition;
import java.util.Optional;
import java.util.function.Supplier;

/** The submission service of a proxy. */
public final class ProxyService {
    private ProxyService() {}

    /**
     * Returns the service.
     *
     * @param plans gives the plan for new streams; empty while policy or keys are not usable, and then nothing passes
     * @param signer signs statements
     * @param channel the channel to the receiver
     */
    public static ServerServiceDefinition definition(
            Supplier<Optional<ActivePlan>> plans,
            StatementSigner signer,
            Channel channel,
            EdgeConfig config,
            EdgeEvents events) {
        ProxyContext context =
                new ProxyContext(plans, new Statements(signer, config.software()), channel, config, events);
        return ServerServiceDefinition.builder(SmpMethods.DESCRIPTOR)
                .addMethod(SmpMethods.SUBMIT, (call, headers) -> new ProxyCall(call, context))
                .addMethod(SmpMethods.GET, (call, headers) -> new GetCall(call, context))
                .build();
    }
}
