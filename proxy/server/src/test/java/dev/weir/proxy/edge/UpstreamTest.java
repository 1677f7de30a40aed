package dev.weir.proxy.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.Minimized;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.plan.Opening;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.RowScope;
import dev.weir.endpoints.wire.Payload;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.store.Drafts;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.Ledger;
import dev.weir.proxy.testing.RawSubmitter;
import dev.weir.proxy.testing.Rig;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.SignedStatement;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.FileType;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream to the receiver takes a released chunk with the entry of that very chunk, and with no other. */
class UpstreamTest {
    private static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final String OTHER = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c78";

    @TempDir
    Path dir;

    private final List<Object> sent = new ArrayList<>();

    /** A line on which nothing is at the other end. */
    private final class Line extends Channel {
        @Override
        public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
            return new ClientCall<>() {
                @Override
                public void start(Listener<R> listener, Metadata headers) {}

                @Override
                public void request(int count) {}

                @Override
                public void cancel(String message, Throwable cause) {}

                @Override
                public void halfClose() {}

                @Override
                public void sendMessage(Q message) {
                    sent.add(message);
                }
            };
        }

        @Override
        public String authority() {
            return "nobody";
        }
    }

    private static DurableEntry entry(Ledger ledger, String submission, String file, int chunk) throws Exception {
        return ledger.append(new EntryDraft(
                        EntryType.RELEASE_CHUNK,
                        "PROXY",
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(
                                "submission_id",
                                submission,
                                "file",
                                file,
                                "chunk",
                                chunk,
                                "tags_sha256",
                                Sha256.ZERO.hex())))
                .get();
    }

    @Test
    void releasedChunk_leavesWithItsOwnEntryOnly() throws Exception {
        Policy policy = PolicyReader.read(Rig.STATE_CONFIGS.resolve("ca"));
        KeyFolder.create(dir.resolve("keys"), "CA", Instant.EPOCH);
        KeyFolder keys = KeyFolder.open(
                dir.resolve("keys"), new FileKeyEncryption(dir.resolve("keys").resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
        Plan plan = Plan.under(
                policy, new Opening(policy.none(), policy.scope(), Sha256.ZERO, RowScope.ALL, Optional.empty()));
        FastEngine engine = new FastEngine(plan, keys.tokenKeys(plan.scope()), new RowContext(FileType.ELG, "06"));
        Upstream upstream = new Upstream(new Line(), new ClientCall.Listener<SubmitResponse>() {}, 1);
        upstream.open(
                new Admission(
                        plan,
                        engine,
                        RawSubmitter.open(SUBMISSION).toBuilder()
                                .setFileName("a.psv")
                                .build()),
                SignedStatement.getDefaultInstance());
        byte[] bytes = RawSubmitter.chunk(3, 2).toByteArray();
        Minimized chunk = engine.minimize(bytes, 0, bytes.length);
        NoteSigner signer = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
        try (Ledger ledger = Ledger.open(
                Drafts.config(),
                new FileDisk(dir.resolve("ledger")),
                List.of(signer),
                Drafts.verifier(),
                new Drafts.Ticking())) {
            ledger.reserve("jti", SUBMISSION, 1, Drafts.intent("plan")).get();
            ledger.reserve("other", OTHER, 1, Drafts.intent("plan")).get();
            sent.clear();
            for (DurableEntry wrong : List.of(
                    entry(ledger, OTHER, "a.psv", 3),
                    entry(ledger, SUBMISSION, "b.psv", 3),
                    entry(ledger, SUBMISSION, "a.psv", 2),
                    ledger.append(Drafts.denied(1)).get())) {
                assertThrows(IllegalStateException.class, () -> upstream.send(chunk.keep(), wrong));
            }
            assertThrows(IllegalStateException.class, () -> upstream.send(chunk), "without an entry");
            assertEquals(List.of(), sent);

            upstream.send(chunk.keep(), entry(ledger, SUBMISSION, "a.psv", 3));

            assertEquals(1, sent.size());
            assertEquals(chunk.frameSize(), ((Payload) sent.get(0)).size());
        }
        assertEquals(3, Chunk.parseFrom(bytes).getNumber());
    }
}
