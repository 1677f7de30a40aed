package dev.weir.endpoints.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.testing.TestProxy;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.pkitesting.CertificateBuilder;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one stream asks of its peer, and when, seen from below the call. */
class ReceiverCallTest {
    private static final String ID = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final int IN_FLIGHT = 16;

    @TempDir
    Path dir;

    private final OpenStreams streams = new OpenStreams();
    private StoreThread store;
    private Line line;
    private ReceiverCall stream;
    private int next;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws Exception {
        StreamOwners owners = new StreamOwners();
        store = new StoreThread(new FeedStore(dir, owners::files), e -> {});
        line = new Line();
        stream = streams.add(new ReceiverCall(
                line,
                new ReceiverContext(
                        new OpenCheck(StatementKeys.none(), false),
                        StatementKeys.none(),
                        store,
                        owners,
                        streams,
                        Optional.empty(),
                        ReceiverEvents.NONE)));
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
    }

    /** The call as the transport would make it. */
    private static final class Line extends ServerCall<Payload, SubmitResponse> {
        final Semaphore asked = new Semaphore(0);
        final BlockingQueue<SubmitResponse> answers = new LinkedBlockingQueue<>();
        final Certificate certificate;
        volatile boolean ready = true;
        volatile @Nullable String end;

        Line() throws Exception {
            certificate = new CertificateBuilder()
                    .subject("CN=submitter")
                    .setIsCertificateAuthority(true)
                    .addSanUriName(PeerIdentity.uri(Role.SUBMITTER, "CA"))
                    .buildSelfSigned()
                    .getCertificate();
        }

        @Override
        public void request(int messages) {
            asked.release(messages);
        }

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(SubmitResponse message) {
            answers.add(message);
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            end = status.getCode() + " " + trailers.get(SmpStatus.REASON);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Payload, SubmitResponse> getMethodDescriptor() {
            return SmpMethods.SUBMIT;
        }

        @Override
        public Attributes getAttributes() {
            Object session = Proxy.newProxyInstance(
                    SSLSession.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (self, method, args) -> {
                        assertEquals("getPeerCertificates", method.getName());
                        return new Certificate[] {certificate};
                    });
            return Attributes.newBuilder()
                    .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, (SSLSession) session)
                    .build();
        }
    }

    private void say(SubmitRequest request) {
        byte[] bytes = request.toByteArray();
        stream.onMessage(new Frame(Arrays.copyOf(bytes, bytes.length + Frame.SLACK), bytes.length));
    }

    private void open() throws Exception {
        assertTrue(line.asked.tryAcquire());
        say(SubmitRequest.newBuilder()
                .setOpen(TestProxy.open(ID, TestProxy.manifest("a.psv"), "a.psv"))
                .build());
        assertTrue(answer().hasOpened());
    }

    private SubmitResponse answer() throws InterruptedException {
        SubmitResponse answer = line.answers.poll(20, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("an answer and not " + line.end);
        }
        return answer;
    }

    private void chunk() throws Exception {
        say(SubmitRequest.newBuilder()
                .setChunk(TestProxy.chunk(next++, 1, "123"))
                .build());
    }

    /** Waits until the store thread has done everything it was given. */
    private void settle() throws InterruptedException {
        pause().countDown();
        CountDownLatch done = new CountDownLatch(1);
        submit(done::countDown);
        assertTrue(done.await(20, TimeUnit.SECONDS));
    }

    /** Keeps the store thread from going on until the latch is counted down. */
    private CountDownLatch pause() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        submit(() -> {
            reached.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(reached.await(20, TimeUnit.SECONDS));
        return go;
    }

    private void submit(Runnable work) {
        store.submit(new StoreThread.Task() {
            @Override
            public void committed(FeedStore ignored) {
                work.run();
            }

            @Override
            public void failed() {
                throw new AssertionError("the store works");
            }
        });
    }

    /** Neither chunks nor acknowledgements add up to more than what may be in flight. */
    @Test
    void messagesAskedFor_areBounded() throws Exception {
        open();
        for (int i = 0; i < 3 * IN_FLIGHT; i++) {
            assertTrue(line.asked.tryAcquire(20, TimeUnit.SECONDS));
            chunk();
            assertEquals(i, answer().getAcked().getChunks(0).getNumber());
        }
        settle();
        assertEquals(1, line.asked.availablePermits());
        CountDownLatch go = pause();
        int taken = 0;
        while (line.asked.tryAcquire()) {
            chunk();
            taken++;
        }
        assertEquals(IN_FLIGHT, taken);
        go.countDown();
        for (int i = 0; i < IN_FLIGHT; i++) {
            assertTrue(answer().hasAcked());
        }
        settle();
        assertEquals(1, line.asked.availablePermits());
        assertNull(line.end);
    }

    /** A peer that does not read its answers is asked for nothing more. */
    @Test
    void peerThatDoesNotRead_isNotAskedForMore() throws Exception {
        open();
        settle();
        line.ready = false;
        assertTrue(line.asked.tryAcquire());
        chunk();
        assertTrue(answer().hasAcked());
        settle();
        stream.onReady();
        assertEquals(0, line.asked.availablePermits());
        line.ready = true;
        stream.onReady();
        stream.onReady();
        assertEquals(1, line.asked.availablePermits());
    }

    @Test
    void silentPeer_losesItsStream() throws Exception {
        streams.endSilent();
        open();
        settle();
        streams.endSilent();
        chunk();
        assertTrue(answer().hasAcked());
        settle();
        streams.endSilent();
        assertNull(line.end);
        streams.endSilent();
        assertEquals("UNAVAILABLE UNAVAILABLE", line.end);
    }

    @Test
    void peerThatNeverOpens_losesItsStream() {
        streams.endSilent();
        assertNull(line.end);
        streams.endSilent();
        assertEquals("UNAVAILABLE UNAVAILABLE", line.end);
    }

    /** Where the peer waits for the store, its silence is none. */
    @Test
    void peerThatWaits_keepsItsStream() throws Exception {
        open();
        settle();
        CountDownLatch go = pause();
        chunk();
        for (int i = 0; i < 3; i++) {
            streams.endSilent();
        }
        go.countDown();
        assertTrue(answer().hasAcked());
        assertNull(line.end);
    }
}
