package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.Receipt;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.WitnessRule;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.store.Drafts;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.Witness;
import dev.weir.proxy.store.WitnessServer;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FieldClass;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that asks for witnesses: without them nothing is released, and with them the receipt shows it. */
class ReleaseWitnessTest {
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);
    private static final String NAME = "proxy.wa.example/witness";

    private final NoteSigner witness = Drafts.signer(NAME, NoteKey.Kind.WITNESS);

    @TempDir
    Path dir;

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private ReleaseRig rig(int port) throws Exception {
        return new ReleaseRig(
                dir,
                new WitnessRule(1, List.of(witness.key().line())),
                Map.of(NAME, URI.create("http://localhost:" + port)));
    }

    private WitnessServer serve(int port, LedgerKeys watched) throws Exception {
        return new WitnessServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new Witness(
                        new FileDisk(Files.createDirectories(dir.resolve("witness"))),
                        watched,
                        witness,
                        new P256Verifier(),
                        Clock.systemUTC()));
    }

    private static long count(List<LedgerEntry> entries, EntryType type) {
        return entries.stream().filter(e -> e.type() == type).count();
    }

    @Test
    @Proves({"T67", "T68"})
    void releaseWithoutItsWitness_sendsNothing_andGoesOnUnderTheSameUseWhenThereIsOne() throws Exception {
        int port = freePort();
        try (ReleaseRig rig = rig(port)) {
            RefusedException refusal = assertThrows(
                    RefusedException.class, () -> rig.release("w", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS));

            assertEquals(ReasonCode.REASON_CODE_LEDGER, refusal.refusal().reason());
            assertEquals(0, rig.stored(), "the receiver has heard of nothing");
            assertEquals(0, count(rig.entries(), EntryType.RELEASE_CHUNK));

            try (WitnessServer server = serve(port, rig.keys())) {
                Path receipt = rig.release("w", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS)
                        .receipt()
                        .orElseThrow();

                LedgerKeys known = new LedgerKeys(rig.keys().ledger(), List.of(witness.key()));
                assertEquals(
                        1,
                        Receipt.read(Files.readAllBytes(receipt))
                                .verify(known, new P256Verifier())
                                .quorum());
                assertTrue(server.address().getPort() > 0);
            }
            List<LedgerEntry> entries = rig.entries();
            assertEquals(1, count(entries, EntryType.RELEASE_INTENT), "no other use is taken");
            assertEquals(1, count(entries, EntryType.RELEASE_COMPLETED));
        }
    }

    @Test
    void submissionWithoutAttestation_needsNoWitness() throws Exception {
        try (ReleaseRig rig = rig(freePort())) {
            assertTrue(rig.strip().receipt().isPresent());
        }
    }
}
