package dev.weir.endpoints.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.weir.endpoints.keys.ReceiverKey;
import dev.weir.endpoints.keys.VerifyingKeys;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.testing.TestPki;
import dev.weir.endpoints.testing.TestProxy;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.Dsse;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Plan;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver with a key says at the end of a submission, and which receipts it takes. */
class DeliverTest {
    private static final String ID = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final Plan PLAN = TestProxy.plan("A");

    @TempDir
    Path dir;

    private KeyPair proxyKey;
    private VerifyingKeys keys;
    private Receiver receiver;
    private TestProxy proxy;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws Exception {
        TestPki pki = new TestPki(dir.resolve("pki"));
        proxyKey = TestProxy.writeKey(dir.resolve("proxies"), "CA");
        ReceiverKey key = ReceiverKey.create(dir.resolve("key"), dir.resolve("public.pem"));
        keys = VerifyingKeys.read(dir.resolve("public.pem"));
        receiver = Receiver.start(
                new ReceiverConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        pki.role(Role.RECEIVER, ""),
                        dir.resolve("store"),
                        dir.resolve("proxies"),
                        true,
                        Optional.of(new Acks(key, "urn:smp:receiver", Clock.systemUTC()))),
                ReceiverEvents.NONE);
        proxy = new TestProxy(pki.role(Role.PROXY, "CA"), receiver.address().getPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        receiver.close();
    }

    private Closed submit() throws Exception {
        Open open = TestProxy.signed(TestProxy.open(ID, TestProxy.manifest("a.psv"), "a.psv"), PLAN, proxyKey);
        TestProxy.Stream stream = proxy.stream().open(open);
        assertTrue(stream.answer().hasOpened());
        stream.close(TestProxy.close(open, PLAN, TestProxy.progress(), proxyKey));
        return stream.answer().getClosed();
    }

    private static DeliverRequest.Builder receipt() {
        return DeliverRequest.newBuilder()
                .setState("CA")
                .setSubmissionId(ID)
                .setReceipt(ByteString.copyFromUtf8("{}"))
                .setLeafSha256(Sha256.of(new byte[] {1}).toByteString())
                .setRetainUntil("2027-01-31")
                .addOnward("https://onward.example/a");
    }

    private void assertRefused(DeliverRequest.Builder request) {
        StatusRuntimeException refusal =
                assertThrows(StatusRuntimeException.class, () -> proxy.deliver(request.build()));
        Metadata trailers = refusal.getTrailers();
        assertEquals("STATEMENT", trailers == null ? "" : trailers.get(SmpStatus.REASON));
    }

    @Test
    void closed_carriesASignedWordAboutEverythingHeld() throws Exception {
        Closed closed = submit();
        assertTrue(keys.verifies(Dsse.DURABLE_ACK, closed.getDurableAck()));
        DurableAckStatement held =
                DurableAckStatement.parseFrom(closed.getDurableAck().getPayload());
        assertEquals(ID, held.getSubmissionId());
        assertEquals(PLAN.getPlanSha256(), held.getPlanSha256());
        assertTrue(held.getSubmissionComplete());
        assertEquals("a.psv", held.getFiles(0).getName());
    }

    @Test
    void receipt_isKeptOnce_andAcknowledgedAgain() throws Exception {
        submit();
        byte[] claims = keys.claims(
                        Acks.RECEIPT_ACK, proxy.deliver(receipt().build()).getAck())
                .orElseThrow();
        String text = new String(claims, StandardCharsets.UTF_8);
        assertTrue(text.contains(Sha256.of(new byte[] {1}).hex()) && text.contains(ID), text);
        assertEquals(receipt().getReceipt(), proxy.get(ID).getReceipt());
        assertTrue(
                keys.claims(Acks.RECEIPT_ACK, proxy.deliver(receipt().build()).getAck())
                        .isPresent());
        assertRefused(receipt().setReceipt(ByteString.copyFromUtf8("{ }")));
        assertEquals(receipt().getReceipt(), proxy.get(ID).getReceipt());
    }

    @Test
    void receipt_thatIsEarlyOrOutOfShape_isRefused() throws Exception {
        assertRefused(receipt());
        submit();
        assertRefused(receipt().setLeafSha256(ByteString.EMPTY));
        assertRefused(receipt().setReceipt(ByteString.EMPTY));
        assertRefused(receipt().setReceipt(ByteString.copyFrom(new byte[(1 << 18) + 1])));
        assertRefused(receipt().setRetainUntil("tomorrow"));
        assertRefused(receipt().addOnward("https://onward.example/\",\"x\":\""));
        DeliverRequest.Builder many = receipt();
        for (int i = 0; i < 16; i++) {
            many.addOnward("https://onward.example/" + i);
        }
        assertRefused(many);
        assertTrue(proxy.get(ID).getReceipt().isEmpty());
    }
}
