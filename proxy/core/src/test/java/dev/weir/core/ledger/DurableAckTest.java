package dev.weir.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.weir.smp.Dsse;
import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.annotations.v1.FieldClass;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.ClosedFile;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.SignedStatement;
import dev.weir.smp.v1.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the receiver has signed and what the entry says of it are the same. */
class DurableAckTest {
    private static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final ByteString GOOD = ByteString.copyFromUtf8("signature");

    private static DurableAckStatement held() {
        return DurableAckStatement.newBuilder()
                .setState("CA")
                .setSubmissionId(SUBMISSION)
                .setManifestSha256(Sha256.ZERO.toByteString())
                .setPlanSha256(Sha256.of(new byte[] {1}).toByteString())
                .addFiles(file("A.psv", 10))
                .addFiles(file("B.psv", 7))
                .setSubmissionComplete(true)
                .build();
    }

    private static ClosedFile file(String name, int rows) {
        Tally tally = Tally.newBuilder()
                .setRows(rows + 3)
                .setRefused(1)
                .setWithheld(2)
                .addClasses(ClassCount.newBuilder()
                        .setFieldClass(FieldClass.FIELD_CLASS_SSN)
                        .setRows(rows)
                        .setChanged(rows - 1))
                .build();
        return ClosedFile.newBuilder()
                .setName(name)
                .setProgress(Totals.append(Totals.none(), rows, Sha256.of(new byte[] {(byte) rows}), tally))
                .build();
    }

    private static byte[] signed(DurableAckStatement statement) {
        return SignedStatement.newBuilder()
                .setPayloadType(Dsse.DURABLE_ACK)
                .setPayload(statement.toByteString())
                .setSignature(GOOD)
                .build()
                .toByteArray();
    }

    /** Returns a receipt whose entry is about what is held, with any acknowledgement. */
    private static Receipt receipt(DurableAckStatement entryOf, byte[] ack) throws Exception {
        Map<String, Object> members = new TreeMap<>(DurableAck.members(entryOf));
        members.put("ack_sha256", Sha256.of(ack).hex());
        LedgerEntry entry = LedgerEntry.of(
                new EntryStamp(0, "2026-01-31T08:00:00.000Z", "CA", "weir/test"),
                new EntryDraft(EntryType.SUBMISSION_COMPLETED, "PROXY", Optional.empty(), Optional.empty(), members));
        TestP256 ledger = new TestP256("proxy.ca.example/ledger", NoteKey.Kind.LEDGER);
        String text = new Checkpoint(ledger.key().name(), 1, entry.hash()).text();
        SignedNote note = new SignedNote(text, List.of(NoteSignature.sign(text, ledger)));
        return Receipt.of(entry.leaf(), new TlogProof(0, List.of(), note), List.of(ledger.key()), ack);
    }

    private static DurableAckStatement verify(Receipt receipt) throws LedgerFormatException {
        return DurableAck.verify(
                receipt,
                (type, statement) -> type.equals(Dsse.DURABLE_ACK)
                        && statement.getPayloadType().equals(type)
                        && statement.getSignature().equals(GOOD));
    }

    private static String problem(DurableAckStatement entryOf, byte[] ack) throws Exception {
        Receipt receipt = receipt(entryOf, ack);
        return String.valueOf(
                assertThrows(LedgerFormatException.class, () -> verify(receipt)).getMessage());
    }

    @Test
    void ack_thatSaysWhatTheEntrySays_isReturned() throws Exception {
        assertEquals(held(), verify(receipt(held(), signed(held()))));
    }

    @Test
    void members_addUpOverTheFiles() {
        Map<String, Object> members = DurableAck.members(held());
        assertEquals(Map.of("SSN", Map.of("rows", 17L, "changed", 15L)), members.get("counts"));
        assertEquals(17L, members.get("rows"));
        assertEquals(2L, members.get("rows_refused"));
        assertEquals(4L, members.get("rows_withheld"));
        assertEquals(Sha256.of(new byte[] {1}).hex(), members.get("plan_sha256"));
    }

    @Test
    void ack_thatNobodyHasSigned_isRefused() throws Exception {
        byte[] forged = SignedStatement.newBuilder()
                .setPayloadType(Dsse.DURABLE_ACK)
                .setPayload(held().toByteString())
                .setSignature(ByteString.copyFromUtf8("other"))
                .build()
                .toByteArray();
        assertEquals("receipt: ack: is signed with a key of the receiver", problem(held(), forged));
        assertEquals("receipt: ack: is signed with a key of the receiver", problem(held(), new byte[0]));
        String none = "receipt: ack: is a signed statement of what a receiver holds";
        assertEquals(none, problem(held(), new byte[] {1}));
        byte[] noStatement = SignedStatement.newBuilder()
                .setPayloadType(Dsse.DURABLE_ACK)
                .setPayload(ByteString.copyFrom(new byte[] {1}))
                .setSignature(GOOD)
                .build()
                .toByteArray();
        assertEquals(none, problem(held(), noStatement));
    }

    @Test
    void ack_thatSaysSomethingElse_isRefused_andTheMemberNamed() throws Exception {
        DurableAckStatement held = held();
        assertEquals(
                "receipt: ack: says that the submission is complete",
                problem(held, signed(held.toBuilder().clearSubmissionComplete().build())));
        assertEquals(
                "receipt: ack: state: is what the entry says",
                problem(held, signed(held.toBuilder().setState("WA").build())));
        assertEquals(
                "receipt: ack: submission_id: is what the entry says",
                problem(held, signed(held.toBuilder().setSubmissionId("other").build())));
        assertEquals(
                "receipt: ack: plan_sha256: is what the entry says",
                problem(
                        held,
                        signed(held.toBuilder()
                                .setPlanSha256(Sha256.ZERO.toByteString())
                                .build())));
        assertEquals(
                "receipt: ack: counts: is what the entry says",
                problem(held, signed(held.toBuilder().removeFiles(1).build())));
        assertEquals(
                "receipt: ack: output_sha256: is what the entry says",
                problem(held, signed(held.toBuilder().setFiles(1, renamed(held)).build())));
        assertEquals("receipt: ack: rows_refused: is what the entry says", problem(held, signed(tallied(held, 1, 0))));
        assertEquals("receipt: ack: rows_withheld: is what the entry says", problem(held, signed(tallied(held, 0, 1))));
    }

    private static ClosedFile renamed(DurableAckStatement held) {
        return held.getFiles(1).toBuilder().setName("C.psv").build();
    }

    private static DurableAckStatement tallied(DurableAckStatement held, int refused, int withheld) {
        DurableAckStatement.Builder other = held.toBuilder();
        var progress = other.getFilesBuilder(0).getProgressBuilder();
        progress.getTallyBuilder()
                .setRefused(progress.getTally().getRefused() + refused)
                .setWithheld(progress.getTally().getWithheld() + withheld);
        return other.build();
    }
}
