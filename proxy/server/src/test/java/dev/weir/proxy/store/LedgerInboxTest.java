package dev.weir.proxy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbox records what people may have recorded, answers everything else with a refusal, and never stops. */
class LedgerInboxTest {
    private final NoteSigner signer = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);

    @TempDir
    Path dir;

    private Ledger open() throws Exception {
        return Ledger.open(
                Drafts.config(), new FileDisk(dir), List.of(signer), Drafts.verifier(), new Drafts.Ticking());
    }

    private static long answer(LedgerInbox inbox, Ledger ledger, String name) throws Exception {
        inbox.poll(ledger);
        // A checkpoint behind what was asked: by then all of it is answered.
        ledger.seal().get();
        return inbox.answer(name).orElseThrow().whole("index").orElseThrow();
    }

    @Test
    void registration_isRecorded_andAnsweredOnce() throws Exception {
        try (Ledger ledger = open()) {
            LedgerInbox inbox = new LedgerInbox(dir);
            inbox.poll(ledger);
            inbox.ask(
                    "a",
                    Drafts.draft(EntryType.ATTESTATION_REGISTERED, Map.of("att_sha256", "aa", "n", List.of(1, "x"))));
            assertEquals(Optional.empty(), inbox.answer("a"));
            assertEquals(0, answer(inbox, ledger, "a"));
            assertEquals(Optional.empty(), inbox.answer("a"));
        }
    }

    @Test
    void folderOrLinkThatIsNamedLikeARequest_keepsNobodyWaiting() throws Exception {
        try (Ledger ledger = open()) {
            LedgerInbox inbox = new LedgerInbox(dir);
            Files.createDirectories(dir.resolve("inbox/a.json/full"));
            Files.createSymbolicLink(dir.resolve("inbox/b.json"), dir.resolve("nowhere"));
            inbox.ask("c", Drafts.draft(EntryType.EPOCH_CREATED, Map.of("epoch", "A")));
            assertEquals(0, answer(inbox, ledger, "c"));
        }
    }

    @Test
    void whatOnlyTheProxyMaySay_orNobody_isRefused_andTheNextOneIsTaken() throws Exception {
        try (Ledger ledger = open()) {
            LedgerInbox inbox = new LedgerInbox(dir);
            inbox.ask("a", Drafts.intent("plan"));
            inbox.ask("b", Drafts.completed("0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77", dev.weir.smp.Sha256.ZERO, 0));
            inbox.ask("c", Drafts.draft(EntryType.ATTESTATION_REGISTERED, Map.of("seq", 7)));
            Files.writeString(dir.resolve("inbox/d.json"), "{\"type\":\"EPOCH_CREATED\"");
            Files.writeString(dir.resolve("inbox/e.json"), "x".repeat(1 << 16));
            Files.writeString(
                    dir.resolve("inbox/f.json"),
                    "{\"type\":\"EPOCH_CREATED\",\"role\":\"lower case\",\"members\":{\"epoch\":\"A\"}}");
            inbox.ask("g", Drafts.draft(EntryType.EPOCH_CREATED, Map.of("epoch", "A")));
            assertEquals(0, answer(inbox, ledger, "g"));
            for (String name : List.of("a", "b", "c", "d", "e", "f")) {
                assertEquals(-1, inbox.answer(name).orElseThrow().whole("index").orElseThrow(), name);
            }
        }
    }
}
