package dev.weir.proxy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.weir.core.ledger.DurableAck;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.Receipt;
import dev.weir.core.policy.Purpose;
import dev.weir.endpoints.keys.ReceiverKey;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.store.Drafts;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.Ledger;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.smp.Dsse;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.SignedStatement;
import dev.weir.tmsis.FieldClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts as somebody checks them who was given keys of the ledger and, if need be, of the receiver. */
class ReceiptCommandTest {
    private static final DurableAckStatement HELD = DurableAckStatement.newBuilder()
            .setState("CA")
            .setSubmissionId("0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77")
            .setPlanSha256(Sha256.ZERO.toByteString())
            .setSubmissionComplete(true)
            .build();
    private static final String UNCHECKED = "the receiver's signature was not checked: give --receiver-keys";
    private static final String CHECKED = "the receiver has signed that it holds what the entry says";

    @TempDir
    private Path dir;

    private static Ran verify(Path receipt, Path ledgerKeys, String... more) {
        List<String> command = new ArrayList<>(
                List.of("receipt", "verify", receipt.toString(), "--ledger-keys", ledgerKeys.toString()));
        command.addAll(List.of(more));
        return Ran.weir(command);
    }

    @Test
    @Proves("T70")
    void receiptsOfAProxy_areVerifiedWithTheKeysOfTheReceiver() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            Path ledgerKeys = rig.keyFolder().resolve(KeyFolder.LEDGER_KEYS);
            String receiver = rig.config().receiverKeys().orElseThrow().toString();
            Path released = rig.release(
                            "shown", Purpose.PROGRAM_INTEGRITY.uri(), Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY))
                    .receipt()
                    .orElseThrow();
            Path stripped = rig.strip("other").receipt().orElseThrow();
            for (Path receipt : List.of(released, stripped)) {
                verify(receipt, ledgerKeys, "--receiver-keys", receiver).ended(Exit.OK, "the receipt holds", CHECKED);
                Ran without = verify(receipt, ledgerKeys).ended(Exit.OK, "the receipt holds", UNCHECKED);
                assertFalse(without.out().contains(CHECKED));
            }
            assertEquals("NOT_CHECKED", receiver(verify(released, ledgerKeys, "--json")));
            assertEquals("SIGNED", receiver(verify(released, ledgerKeys, "--json", "--receiver-keys", receiver)));
        }
    }

    private static String receiver(Ran ran) {
        JsonObject shown = JsonParser.parseString(ran.ended(Exit.OK).out()).getAsJsonObject();
        return shown.get("receiver").getAsString();
    }

    /** Returns a receipt that a ledger has made of an entry and an acknowledgement, whatever they say. */
    private Path receipt(String name, Map<String, Object> entry, SignedStatement ack) throws Exception {
        Path keys = dir.resolve(name + "-keys");
        List<NoteSigner> signers = KeyFolder.create(keys, "CA", Instant.parse("2026-01-01T00:00:00Z"))
                .ledgerSigners(Drafts.ORIGIN);
        Map<String, Object> members = new TreeMap<>(entry);
        members.put("ack_sha256", Sha256.of(ack.toByteArray()).hex());
        try (Ledger ledger = Ledger.open(
                Drafts.config(), new FileDisk(dir.resolve(name)), signers, new P256Verifier(), new Drafts.Ticking())) {
            DurableEntry end = ledger.append(
                            new EntryDraft(
                                    EntryType.SUBMISSION_COMPLETED,
                                    "PROXY",
                                    Optional.empty(),
                                    Optional.empty(),
                                    members),
                            true)
                    .get();
            Receipt receipt =
                    Receipt.of(end.entry().leaf(), ledger.proof(end).orElseThrow(), ledger.keys(), ack.toByteArray());
            return Files.write(dir.resolve(name + ".json"), receipt.toByteArray());
        }
    }

    private Ran verifyWithReceiver(String name, Map<String, Object> entry, SignedStatement ack) throws Exception {
        Path receipt = receipt(name, entry, ack);
        Path ledgerKeys = dir.resolve(name + "-keys").resolve(KeyFolder.LEDGER_KEYS);
        verify(receipt, ledgerKeys).ended(Exit.OK, UNCHECKED);
        return verify(
                receipt,
                ledgerKeys,
                "--receiver-keys",
                dir.resolve("receiver.pem").toString());
    }

    @Test
    @Proves("T70")
    void acknowledgement_thatTheReceiverHasNotSigned_orThatSaysSomethingElse_isRefused() throws Exception {
        ReceiverKey key = ReceiverKey.create(dir.resolve("receiver.key"), dir.resolve("receiver.pem"));
        ReceiverKey other = ReceiverKey.create(dir.resolve("other.key"), dir.resolve("other.pem"));
        SignedStatement good = key.sign(Dsse.DURABLE_ACK, HELD);
        Map<String, Object> entry = DurableAck.members(HELD);
        String unsigned = "receipt: ack: is signed with a key of the receiver";

        verifyWithReceiver("good", entry, good).ended(Exit.OK, CHECKED);
        verifyWithReceiver("forged", entry, other.sign(Dsse.DURABLE_ACK, HELD)).ended(Exit.REFUSED, unsigned);
        verifyWithReceiver("of-another-type", entry, key.sign(Dsse.COUNTS, HELD))
                .ended(Exit.REFUSED, unsigned);
        DurableAckStatement changed = HELD.toBuilder().setState("WA").build();
        SignedStatement swapped =
                good.toBuilder().setPayload(changed.toByteString()).build();
        verifyWithReceiver("swapped", entry, swapped).ended(Exit.REFUSED, unsigned);
        Map<String, Object> more = new TreeMap<>(entry);
        more.put("rows", 1);
        verifyWithReceiver("more-rows", more, good).ended(Exit.REFUSED, "receipt: ack: rows: is what the entry says");
        Map<String, Object> otherPlan = new TreeMap<>(entry);
        otherPlan.put("plan_sha256", Sha256.of(new byte[1]).hex());
        verifyWithReceiver("other-plan", otherPlan, good)
                .ended(Exit.REFUSED, "receipt: ack: plan_sha256: is what the entry says");
        Files.writeString(dir.resolve("receiver.pem"), "nothing");
        verify(
                        dir.resolve("good.json"),
                        dir.resolve("good-keys").resolve(KeyFolder.LEDGER_KEYS),
                        "--receiver-keys",
                        dir.resolve("receiver.pem").toString())
                .ended(Exit.REFUSED, "receiver.pem: holds at least one public key in PEM");
    }
}
