package dev.weir.proxy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.SignedNote;
import dev.weir.proxy.proofs.Proves;
import dev.weir.smp.Sha256;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A witness cosigns what only grows, and remembers. */
class WitnessTest {
    private final NoteSigner signer = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
    private final NoteSigner cosigner = Drafts.signer("proxy.wa.example/witness", NoteKey.Kind.WITNESS);
    private final Drafts.Ticking clock = new Drafts.Ticking();
    private final MemoryDisk memory = new MemoryDisk();

    private Witness witness(MemoryDisk disk) {
        return new Witness(disk, Drafts.keys(signer), cosigner, Drafts.verifier(), clock);
    }

    private Ledger open(MemoryDisk disk) throws Exception {
        return Ledger.open(Drafts.config(), disk, List.of(signer), Drafts.verifier(), clock);
    }

    private static URI uri(WitnessServer server) {
        return URI.create("http://localhost:" + server.address().getPort());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static byte[] request(Ledger ledger, long old) throws Exception {
        SignedNote note = ledger.checkpoint();
        long size = dev.weir.core.ledger.Checkpoint.read(note.text()).size();
        return new WitnessRequest(old, ledger.consistency(old, size), note).render();
    }

    @Test
    @Proves("T68")
    void growingLedger_isCosigned_andTheQuorumIsCounted_alsoByAClientThatForgot() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (WitnessServer server = new WitnessServer(anyPort(), witness(memory));
                Ledger ledger = open(disk)) {
            WitnessClient client = new WitnessClient(uri(server), cosigner.key(), Drafts.verifier());
            for (int i = 0; i < 3; i++) {
                ledger.append(Drafts.denied(i), true).get();
                assertEquals(WitnessClient.Outcome.COSIGNED, client.cosign(ledger));
            }
            ledger.append(Drafts.denied(9), true).get();
            WitnessClient forgot = new WitnessClient(uri(server), cosigner.key(), Drafts.verifier());
            assertEquals(WitnessClient.Outcome.COSIGNED, forgot.cosign(ledger));
            LedgerKeys keys = Drafts.keys(signer, cosigner);
            byte[] kept = disk.read("checkpoint");
            assertEquals(1, keys.verify(kept, Drafts.verifier()).quorum());
        }
    }

    @Test
    @Proves("T67")
    void ledgerTakenBack_isNotCosigned_alsoAfterTheWitnessStartsAnew() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        MemoryDisk yesterday;
        try (WitnessServer server = new WitnessServer(anyPort(), witness(memory))) {
            try (Ledger ledger = open(disk)) {
                ledger.append(Drafts.denied(1), true).get();
            }
            yesterday = disk.copy();
            try (Ledger ledger = open(disk)) {
                ledger.append(Drafts.denied(2), true).get();
                assertEquals(
                        WitnessClient.Outcome.COSIGNED,
                        new WitnessClient(uri(server), cosigner.key(), Drafts.verifier()).cosign(ledger));
            }
        }
        try (WitnessServer server = new WitnessServer(anyPort(), witness(memory.copy()));
                Ledger ledger = open(yesterday)) {
            WitnessClient client = new WitnessClient(uri(server), cosigner.key(), Drafts.verifier());
            assertEquals(WitnessClient.Outcome.DISAGREES, client.cosign(ledger));
            ledger.append(Drafts.denied(3), true).get();
            assertEquals(WitnessClient.Outcome.DISAGREES, client.cosign(ledger));
            ledger.append(Drafts.denied(4), true).get();
            assertEquals(WitnessClient.Outcome.REFUSED, client.cosign(ledger));
        }
    }

    @Test
    void answers_areThoseOfTheStandard() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            ledger.append(Drafts.denied(1), true).get();
            ledger.append(Drafts.denied(2), true).get();
            Witness witness = witness(memory);
            assertEquals(
                    400,
                    witness.add("old x".getBytes(StandardCharsets.US_ASCII)).status());
            byte[] first = request(ledger, 0);
            String text = new String(first, StandardCharsets.UTF_8);
            assertEquals(
                    400,
                    witness.add(text.replace("old 0", "old 3").getBytes(StandardCharsets.UTF_8))
                            .status());
            assertEquals(
                    404,
                    witness.add(text.replace("proxy.ca", "proxy.xx").getBytes(StandardCharsets.UTF_8))
                            .status());
            NoteSigner stranger = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
            Witness knowsAnother =
                    new Witness(new MemoryDisk(), Drafts.keys(stranger), cosigner, Drafts.verifier(), clock);
            assertEquals(403, knowsAnother.add(first).status());
            assertEquals(200, witness.add(first).status());
            assertEquals(new Witness.Answer(409, "2\n"), witness.add(first));
            ledger.append(Drafts.denied(3), true).get();
            byte[] bad = new WitnessRequest(2, List.of(Sha256.ZERO), ledger.checkpoint()).render();
            assertEquals(422, witness.add(bad).status());
            assertEquals(200, witness.add(request(ledger, 2)).status());
        }
    }

    @Test
    void witnessThatCannotKeep_doesNotAnswer() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            ledger.append(Drafts.denied(1), true).get();
            MemoryDisk full = new MemoryDisk();
            full.failFrom(1);
            byte[] request = request(ledger, 0);
            org.junit.jupiter.api.Assertions.assertThrows(
                    java.io.IOException.class, () -> witness(full).add(request));
            assertTrue(full.list("witnessed").stream().allMatch(path -> path.endsWith(".partial")));
        }
    }
}
