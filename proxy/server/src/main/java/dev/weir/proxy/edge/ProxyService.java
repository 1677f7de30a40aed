package dev.weir.proxy.edge;

import dev.weir.endpoints.wire.SmpMethods;
import io.grpc.Channel;
import io.grpc.ServerServiceDefinition;
import java.util.Optional;
import java.util.function.Supplier;

/** The submission service of a proxy. */
public final class ProxyService {
    private ProxyService() {}

    /** Returns the service of a proxy that releases nothing and keeps no ledger. */
    public static ServerServiceDefinition definition(
            Supplier<Optional<ActivePlan>> plans,
            StatementSigner signer,
            Channel channel,
            EdgeConfig config,
            EdgeEvents events) {
        return definition(plans, signer, channel, config, events, Optional.empty());
    }

    /**
     * Returns the service.
     *
     * @param plans gives the plan for new streams; empty while policy or keys are not usable, and then nothing passes
     * @param signer signs statements
     * @param channel the channel to the receiver
     * @param releasing what releases and the ledger need
     */
    public static ServerServiceDefinition definition(
            Supplier<Optional<ActivePlan>> plans,
            StatementSigner signer,
            Channel channel,
            EdgeConfig config,
            EdgeEvents events,
            Optional<Releasing> releasing) {
        ProxyContext context = new ProxyContext(
                plans,
                new Statements(signer, config.software()),
                channel,
                config,
                events,
                releasing,
                new BlankLogs(),
                new Completions());
        return ServerServiceDefinition.builder(SmpMethods.DESCRIPTOR)
                .addMethod(SmpMethods.SUBMIT, (call, headers) -> new ProxyCall(call, context))
                .addMethod(SmpMethods.GET, (call, headers) -> new GetCall(call, context))
                .build();
    }
}
