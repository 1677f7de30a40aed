package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.policy.Purpose;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FieldClass;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chunk that is recorded and waits for the receiver is stopped by what is in force when it could leave. */
class WaitingChunkTest {
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);

    @TempDir
    Path dir;

    /** A line that takes no chunk until it is opened. */
    private static final class Gate implements ClientInterceptor {
        private final ConcurrentLinkedQueue<ClientCall.Listener<?>> listeners = new ConcurrentLinkedQueue<>();
        private volatile boolean open;

        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<R> listener, Metadata headers) {
                    listeners.add(listener);
                    super.start(listener, headers);
                }

                @Override
                public boolean isReady() {
                    return open && super.isReady();
                }
            };
        }

        void open() {
            open = true;
            listeners.forEach(ClientCall.Listener::onReady);
        }
    }

    private static ReasonCode submit(ReleaseRig rig, int port, List<String> bundle) {
        try {
            rig.submitTo(port, bundle);
            return ReasonCode.REASON_CODE_UNSPECIFIED;
        } catch (RefusedException e) {
            return e.refusal().reason();
        } catch (Exception e) {
            throw new IllegalStateException("a submission ends well or is refused", e);
        }
    }

    @Test
    @Proves("T42")
    void holdSetWhileAChunkWaits_stopsThatChunk() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("waits", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS);
            rig.stop();
            Gate gate = new Gate();
            try (WiredProxy proxy = new WiredProxy(rig.config(), gate)) {
                CompletableFuture<ReasonCode> ended =
                        CompletableFuture.supplyAsync(() -> submit(rig, proxy.port(), bundle));
                rig.awaitEntry("RELEASE_CHUNK");
                rig.officials().holds(List.of(DemoOfficials.hold(Purpose.PROGRAM_INTEGRITY)));
                proxy.tick();

                gate.open();

                assertEquals(ReasonCode.REASON_CODE_HOLD, ended.get(30, TimeUnit.SECONDS));
            }
            rig.restart();
            assertTrue(rig.held().getFilesCount() > 0, "the receiver has opened the file");
            assertEquals(0, rig.held().getFiles(0).getNextChunk(), "and has no chunk of it");
        }
    }
}
