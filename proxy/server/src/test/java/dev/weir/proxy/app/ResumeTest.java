package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.SampleMonth;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.file.FileProblem;
import dev.weir.tmsis.file.FileRefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a submission when something around it stops, comes back or changes. */
class ResumeTest {
    @TempDir
    Path dir;

    private List<Path> files = List.of();

    @BeforeEach
    void writeFiles() throws IOException {
        files = List.of(SampleMonth.large(dir.resolve("ELIGIBLE.psv"), 1 << 20));
    }

    /** A step that may fail. */
    private interface Step {
        void run() throws Exception;
    }

    /** Does something once, after some rows were acknowledged, and remembers how it went. */
    private static final class Once implements SubmitProgress {
        private final long after;
        private final Step step;
        private final List<ReasonCode> reconnects = new ArrayList<>();
        private @Nullable Exception failure;
        private long rows;
        private boolean done;

        Once(long after, Step step) {
            this.after = after;
            this.step = step;
        }

        @Override
        public synchronized void acknowledged(SourceFile file, long more) {
            rows += more;
            if (rows >= after && !done) {
                done = true;
                run();
            }
        }

        @Override
        public synchronized void reconnecting(Refusal reason, Duration wait) {
            reconnects.add(reason.reason());
            if (after == 0 && !done) {
                done = true;
                run();
            }
        }

        private void run() {
            try {
                step.run();
            } catch (Exception e) {
                failure = e;
            }
        }

        synchronized void assertDone() {
            assertTrue(done, "the step was made while the submission was under way");
            assertNull(failure, () -> String.valueOf(failure));
        }
    }

    private static ServeConfig at(ServeConfig config, Path policy, InetSocketAddress listen) {
        return new ServeConfig(
                policy,
                config.keys(),
                config.keyEncryptionKey(),
                config.stateDirectory(),
                config.testOnly(),
                listen,
                config.listenTls(),
                config.upstream(),
                config.upstreamTls(),
                config.admin(),
                config.streamsPerConnection(),
                config.chunksInFlight(),
                config.stopRule());
    }

    private static void assertWhole(SubmitSummary summary) {
        assertFalse(summary.alreadyComplete());
        assertTrue(summary.received() > 5_000, "rows: " + summary.received());
        assertEquals(
                summary.tally().getRows(),
                summary.received()
                        + summary.tally().getRefused()
                        + summary.tally().getWithheld());
    }

    private static long stored(Rig rig) throws IOException {
        return new FeedExport(rig.store())
                .list().stream().mapToLong(FeedExport.Listed::rows).sum();
    }

    @Test
    void receiverRestarted_midStream_goesOnWhereItWas() throws Exception {
        try (Rig rig = new Rig(dir)) {
            Receiver first = rig.receiver(0, true, ReceiverEvents.NONE);
            int port = first.address().getPort();
            ProxyServer proxy = rig.proxy(rig.config(port));
            Once restart = new Once(1_000, () -> {
                first.close();
                rig.receiver(port, true, ReceiverEvents.NONE);
            });
            SubmitSummary summary = rig.submit(proxy.address().getPort(), files, restart);
            restart.assertDone();
            assertFalse(restart.reconnects.isEmpty());
            assertWhole(summary);
            assertEquals(summary.received(), stored(rig));
        }
    }

    @Test
    void proxyRestarted_midStream_goesOnWhereItWas() throws Exception {
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, true, ReceiverEvents.NONE);
            ServeConfig config = rig.config(receiver.address().getPort());
            ProxyServer first = rig.proxy(config);
            Once restart = new Once(1_000, () -> {
                InetSocketAddress address = first.address();
                first.close();
                rig.proxy(at(config, config.policy().orElseThrow(), address));
            });
            SubmitSummary summary = rig.submit(first.address().getPort(), files, restart);
            restart.assertDone();
            assertFalse(restart.reconnects.isEmpty());
            assertWhole(summary);
            assertEquals(summary.received(), stored(rig));
        }
    }

    @Test
    void receiverDownAtStart_isWaitedFor() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Rig rig = new Rig(dir)) {
            ProxyServer proxy = rig.proxy(rig.config(port));
            Once start = new Once(0, () -> rig.receiver(port, true, ReceiverEvents.NONE));
            SubmitSummary summary = rig.submit(proxy.address().getPort(), files, start);
            start.assertDone();
            assertEquals(ReasonCode.REASON_CODE_UPSTREAM, start.reconnects.get(0));
            assertWhole(summary);
        }
    }

    @Test
    void receiverThatStaysDown_endsWithACodeThatAsksToTryAgain() throws Exception {
        try (Rig rig = new Rig(dir)) {
            ProxyServer proxy = rig.proxy(rig.config(1));
            RefusedException refused = assertThrows(
                    RefusedException.class,
                    () -> rig.submit(proxy.address().getPort(), files, SubmitProgress.NONE, Duration.ofMillis(300)));
            assertEquals(ReasonCode.REASON_CODE_UPSTREAM, refused.refusal().reason());
        }
    }

    @Test
    void policyChanged_underWay_isRefusedAndSaidPlainly() throws Exception {
        Path policy = policyWithout("narrow");
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, true, ReceiverEvents.NONE);
            ServeConfig config = rig.config(receiver.address().getPort());
            ProxyServer first = rig.proxy(config);
            Once change = new Once(1_000, () -> {
                InetSocketAddress address = first.address();
                first.close();
                rig.proxy(at(config, policy, address));
            });
            RefusedException refused = assertThrows(
                    RefusedException.class, () -> rig.submit(first.address().getPort(), files, change));
            change.assertDone();
            assertEquals(ReasonCode.REASON_CODE_PLAN_CHANGED, refused.refusal().reason());
            assertTrue(
                    refused.refusal().text().contains("plan"), refused.refusal().text());
        }
    }

    /** Returns a copy of California's policy that ends before a key of the root. */
    private Path policyWithout(String key) throws IOException {
        Path folder = Files.createDirectories(dir.resolve("configs/ca"));
        Path base = Files.createDirectories(dir.resolve("configs/_base"));
        try (Stream<Path> found = Files.list(Rig.STATE_CONFIGS.resolve("_base"))) {
            for (Path file : found.toList()) {
                Files.copy(file, base.resolve(file.getFileName()));
            }
        }
        String text = Files.readString(Rig.STATE_CONFIGS.resolve("ca/policy.yaml"));
        Files.writeString(folder.resolve("policy.yaml"), text.substring(0, text.indexOf("\n" + key + ":") + 1));
        return folder;
    }

    @Test
    void fileChanged_underWay_isRefusedAndNothingIsPublished() throws Exception {
        Path file = files.get(0);
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, true, ReceiverEvents.NONE);
            ProxyServer proxy = rig.proxy(rig.config(receiver.address().getPort()));
            // A change of a byte in the middle, of the same length, behind what has been read.
            Once change = new Once(1_000, () -> {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 2] = 'X';
                Files.write(file, bytes, StandardOpenOption.WRITE);
            });
            FileRefusedException refused = assertThrows(
                    FileRefusedException.class, () -> rig.submit(proxy.address().getPort(), files, change));
            change.assertDone();
            assertEquals(FileProblem.CHANGED, refused.problem());
            assertEquals("ELIGIBLE.psv", refused.place());
            assertFalse(new FeedExport(rig.store()).list().get(0).complete());
        }
    }

    /** A file in the place of the state's folder: writing fails for everybody, root or not. */
    @Test
    void receiverWhoseStoreIsBlocked_acknowledgesNothing_andGoesOnWhenItIsNot() throws Exception {
        ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
        AtomicReference<String> defect = new AtomicReference<>("");
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, true, new ReceiverEvents() {
                @Override
                public void refused(Refusal refusal) {
                    refusals.add(refusal.text());
                }

                @Override
                public void defect(String type, String place) {
                    defect.set(type + " at " + place);
                }
            });
            ProxyServer proxy = rig.proxy(rig.config(receiver.address().getPort()));
            Path blocked = Files.writeString(rig.store().resolve("CA"), "", StandardCharsets.US_ASCII);
            Once watch = new Once(Long.MAX_VALUE, () -> {});
            RefusedException refused = assertThrows(
                    RefusedException.class,
                    () -> rig.submit(proxy.address().getPort(), files, watch, Duration.ofMillis(300)));
            assertEquals(ReasonCode.REASON_CODE_UNAVAILABLE, refused.refusal().reason());
            assertEquals(0, watch.rows);
            assertEquals("UNAVAILABLE: store: can be written; try again later", refusals.peek());
            assertEquals("", defect.get());
            Files.delete(blocked);
            assertWhole(rig.submit(proxy.address().getPort(), files, SubmitProgress.NONE));
        }
    }
}
