package dev.weir.core.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Entries in their one form, and receipts made of them. */
class EntryTest {
    private static final EntryStamp STAMP = new EntryStamp(0, "2026-01-31T08:00:00.000Z", "CA", "weir/test");
    private static final byte[] ACK = "ack".getBytes(StandardCharsets.UTF_8);

    private static EntryDraft completed() {
        return new EntryDraft(
                EntryType.SUBMISSION_COMPLETED,
                "PROXY",
                Optional.of(Sha256.of(new byte[1])),
                Optional.empty(),
                Map.of(
                        "submission_id",
                        "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77",
                        "counts",
                        Map.of("SSN", Map.of("rows", 10, "changed", 9L)),
                        "rows_refused",
                        0,
                        "rows_withheld",
                        1,
                        "ack_sha256",
                        Sha256.of(ACK).hex(),
                        "retain_days",
                        365));
    }

    @Test
    void entry_isReadBackToTheByte() throws Exception {
        LedgerEntry entry = LedgerEntry.of(STAMP, completed());
        LedgerEntry back = LedgerEntry.read("entry 0", entry.leaf());
        assertArrayEquals(entry.leaf(), back.leaf());
        assertEquals(EntryType.SUBMISSION_COMPLETED, back.type());
        assertEquals(365, back.whole("retain_days"));
        assertTrue(new String(entry.leaf(), StandardCharsets.UTF_8).startsWith("{\"ack_sha256\":"));
    }

    @Test
    void entry_withoutARequiredMember_isRefused() {
        EntryDraft draft = new EntryDraft(
                EntryType.RELEASE_CHUNK, "PROXY", Optional.empty(), Optional.empty(), Map.of("file", "a"));
        LedgerFormatException e = assertThrows(LedgerFormatException.class, () -> LedgerEntry.of(STAMP, draft));
        assertEquals("entry RELEASE_CHUNK: has the member submission_id", e.getMessage());
    }

    @Test
    void entry_thatSetsACommonMemberOrIsTooLarge_isRefused() {
        assertThrows(
                LedgerFormatException.class,
                () -> LedgerEntry.of(STAMP, completed().with("seq", 5)));
        assertThrows(
                LedgerFormatException.class,
                () -> LedgerEntry.of(STAMP, completed().with("more", "x".repeat(LedgerEntry.MAX_BYTES))));
        assertThrows(
                LedgerFormatException.class,
                () -> LedgerEntry.of(STAMP, completed().with("part", 0.5)));
    }

    @Test
    void entry_inAnotherSpelling_isRefused() throws Exception {
        String leaf = new String(LedgerEntry.of(STAMP, completed()).leaf(), StandardCharsets.UTF_8);
        for (String other : List.of(
                leaf.replace(",", ", "),
                leaf.replace("\"v\":1", "\"v\":2"),
                leaf.replace("COMPLETED", "COMPLETE"),
                leaf.replace("\"CA\"", "\"\\u0043A\""),
                leaf.replace("\"rows_refused\":0", "\"rows_refused\":null"),
                leaf.replace("08:00:00.000Z", "08:00:00Z"),
                leaf + " ")) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> LedgerEntry.read("entry 0", other.getBytes(StandardCharsets.UTF_8)),
                    other);
        }
    }

    @Test
    void receipt_isVerifiedOffline_alsoAfterRotation_andNotWhenChanged() throws Exception {
        TestP256 ledger = new TestP256("proxy.ca.example/ledger", NoteKey.Kind.LEDGER);
        TestP256 next = new TestP256("proxy.ca.example/ledger", NoteKey.Kind.LEDGER);
        LedgerEntry entry = LedgerEntry.of(STAMP, completed());
        Checkpoint state = new Checkpoint(ledger.key().name(), 1, entry.hash());
        SignedNote note = new SignedNote(state.text(), List.of(NoteSignature.sign(state.text(), ledger)));
        Receipt receipt = Receipt.of(entry.leaf(), new TlogProof(0, List.of(), note), List.of(ledger.key()), ACK);
        LedgerKeys keys = new LedgerKeys(List.of(next.key(), ledger.key()), List.of());

        Receipt back = Receipt.read(receipt.toByteArray());
        assertEquals(receipt, back);
        assertEquals(1, back.verify(keys, TestP256.verifier()).checkpoint().size());

        LedgerKeys stranger = new LedgerKeys(List.of(next.key()), List.of());
        assertThrows(LedgerFormatException.class, () -> back.verify(stranger, TestP256.verifier()));
        String json = new String(receipt.toByteArray(), StandardCharsets.UTF_8);
        for (String changed : List.of(
                json.replace("\"retain_days\":365", "\"retain_days\":3650"),
                json.replace("\"changed\":9", "\"changed\":8"),
                json.replace("\"ack\":\"", "\"ack\":\"AAAA"),
                json.replace("\"v\":1", "\"v\":1,\"w\":1"))) {
            assertThrows(
                    LedgerFormatException.class, () -> Receipt.read(changed.getBytes(StandardCharsets.UTF_8)), changed);
        }
        assertThrows(
                LedgerFormatException.class,
                () -> Receipt.of(entry.leaf(), new TlogProof(0, List.of(), note), List.of(), new byte[1]));
    }
}
