package dev.weir.endpoints.receiver;

import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.ServerLimits;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.endpoints.wire.SubmitFrame;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.SubmissionIds;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmissionState;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The reference receiver. Starts listening when it is made and stops when it is closed; what it has acknowledged
 * survives a kill at any moment.
 */
public final class Receiver implements Closeable {
    /** A chunk of the second hop with its frame. */
    private static final ServerLimits LIMITS = new ServerLimits(64, 4 << 20);

    private final EventLoops loops;
    private final Tls tls;
    private final StoreThread store;
    private final Server server;

    private Receiver(EventLoops loops, Tls tls, StoreThread store, Server server) {
        this.loops = loops;
        this.tls = tls;
        this.store = store;
        this.server = server;
    }

    /** Starts a receiver. */
    public static Receiver start(ReceiverConfig config, ReceiverEvents events) throws IOException {
        StatementKeys keys = Files.isDirectory(config.statementKeys())
                ? StatementKeys.read(config.statementKeys())
                : StatementKeys.none();
        EventLoops loops = new EventLoops(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        Tls tls = new Tls(config.tls());
        StoreThread store = new StoreThread(new FeedStore(config.store()), e -> events.storeFailed());
        ReceiverContext context = new ReceiverContext(
                new OpenCheck(keys, config.minimizedOnly()), keys, store, new StreamOwners(), events);
        Server server = LIMITS.builder(config.address(), tls, loops)
                .addService(service(context))
                .build()
                .start();
        return new Receiver(loops, tls, store, server);
    }

    private static ServerServiceDefinition service(ReceiverContext context) {
        return ServerServiceDefinition.builder(SmpMethods.DESCRIPTOR)
                .addMethod(SmpMethods.SUBMIT, (call, headers) -> new ReceiverCall(call, context))
                .addMethod(SmpMethods.GET, (call, headers) -> new GetListener(call, context))
                .build();
    }

    /** Returns the address at which the receiver listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    /** Returns whether the receiver can take feeds. */
    public boolean ready() {
        return !server.isShutdown() && store.running();
    }

    /** Waits until the receiver has been closed. */
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    @Override
    public void close() throws IOException {
        server.shutdown();
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        store.close();
        tls.close();
        loops.close();
    }

    /** One Get call. */
    private static final class GetListener extends ServerCall.Listener<Payload> {
        private final ServerCall<Payload, GetResponse> call;
        private final ReceiverContext context;

        GetListener(ServerCall<Payload, GetResponse> call, ReceiverContext context) {
            this.call = call;
            this.context = context;
            call.request(2);
        }

        @Override
        public void onMessage(Payload payload) {
            try {
                GetRequest request = SubmitFrame.get((Frame) payload);
                PeerIdentity peer = PeerIdentity.of(call.getAttributes());
                boolean known =
                        peer.has(Role.PROXY, request.getState()) || peer.has(Role.SUBMITTER, request.getState());
                if (!known || !request.getState().matches("[A-Z]{2}")) {
                    throw new RefusedException(
                            ReasonCode.REASON_CODE_ROLE, "certificate", "carries the role of the state");
                }
                if (!SubmissionIds.isId(request.getSubmissionId())) {
                    throw new RefusedException(
                            ReasonCode.REASON_CODE_MANIFEST, "submission id", "is a lower-case UUID");
                }
                answer(request);
            } catch (RefusedException e) {
                refuse(e.refusal());
            }
        }

        private void answer(GetRequest request) {
            context.store().submit(new StoreThread.Task() {
                @Override
                public void committed(FeedStore feeds) throws IOException {
                    Optional<StoredSubmission> stored = feeds.submission(request.getState(), request.getSubmissionId());
                    GetResponse response = stored.map(StoredSubmission::progress)
                            .orElse(GetResponse.newBuilder()
                                    .setState(SubmissionState.SUBMISSION_STATE_UNKNOWN)
                                    .build());
                    call.sendHeaders(new Metadata());
                    call.sendMessage(response);
                    call.close(Status.OK, new Metadata());
                }

                @Override
                public void failed() {
                    refuse(new Refusal(ReasonCode.REASON_CODE_UNAVAILABLE, "store", "can be read; try again later"));
                }
            });
        }

        private void refuse(Refusal refusal) {
            context.refused(refusal);
            call.close(SmpStatus.status(refusal), SmpStatus.trailers(refusal));
        }
    }
}
