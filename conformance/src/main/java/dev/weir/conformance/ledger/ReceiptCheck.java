package dev.weir.conformance.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.SignedStatement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Whether a receipt holds, with nothing but the public keys of ledger and receiver. Immutable. */
public final class ReceiptCheck {
    private static final String HEAD = "c2sp.org/tlog-proof@v1\n";
    private static final String DURABLE_ACK = "application/vnd.smp.durable-ack.v1+protobuf";
    private static final List<String> FROM_ENTRY =
            List.of("submission_id", "policy_sha256", "treatments", "counts", "retain_days", "dispose", "onward");
    private static final Set<String> OWN = Set.of("v", "leaf", "proof", "key_fingerprints", "ack");

    private final List<LedgerKey> keys;
    private final BiPredicate<String, SignedStatement> receiver;

    /**
     * Creates a check.
     *
     * @param receiver tells whether a statement of a type is signed by the receiver
     */
    public ReceiptCheck(List<LedgerKey> keys, BiPredicate<String, SignedStatement> receiver) {
        this.keys = List.copyOf(keys);
        this.receiver = receiver;
    }

    /** What a receipt that holds says: the entry, its bytes, its number, and the receiver's word. */
    public record Held(Args entry, byte[] leaf, long index, Checkpoint checkpoint, DurableAckStatement ack) {}

    /** Checks a receipt. */
    public Held check(byte[] receipt) throws LedgerException {
        Args json = json(receipt, "a receipt is JSON");
        for (String name : json.members().keySet()) {
            require(OWN.contains(name) || FROM_ENTRY.contains(name), "a receipt has the members of a receipt");
        }
        require(json.number("v", 0) == 1, "a receipt has version 1");
        byte[] leaf = Checkpoint.base64(json.text("leaf", "!"));
        Args entry = json(leaf, "the entry of a receipt is JSON");
        String type = entry.text("type", "");
        require(
                type.equals("RELEASE_COMPLETED") || type.equals("SUBMISSION_COMPLETED"),
                "the entry of a receipt completes a submission");
        for (String name : FROM_ENTRY) {
            require(
                    json.node().path(name).equals(entry.node().path(name)),
                    "a receipt says what its entry says: " + name);
        }
        byte[] ack = Checkpoint.base64(json.text("ack", "!"));
        require(Sha256.of(ack).hex().equals(entry.text("ack_sha256", "")), "the entry names the receiver's word");
        Proof proof = proof(json.text("proof", ""));
        require(proof.index == entry.number("seq", -1), "the proof is about the entry");
        require(
                Merkle.includes(leaf, proof.index, proof.checkpoint.size(), proof.hashes, proof.checkpoint.root()),
                "the proof leads from the entry to the root of the checkpoint");
        require(
                json.texts("key_fingerprints").stream().anyMatch(proof.checkpoint.signers()::contains),
                "a receipt names a key that signed the checkpoint");
        return new Held(entry, leaf, proof.index, proof.checkpoint, ack(ack, entry));
    }

    private DurableAckStatement ack(byte[] ack, Args entry) throws LedgerException {
        try {
            SignedStatement signed = SignedStatement.parseFrom(ack);
            require(receiver.test(DURABLE_ACK, signed), "the receiver's word is signed by the receiver");
            DurableAckStatement held = DurableAckStatement.parseFrom(signed.getPayload());
            require(held.getSubmissionComplete(), "the receiver holds the whole submission");
            require(
                    held.getSubmissionId().equals(entry.text("submission_id", "")),
                    "the receiver's word is about the submission");
            return held;
        } catch (InvalidProtocolBufferException e) {
            throw new LedgerException("the receiver's word is a signed statement");
        }
    }

    private static Args json(byte[] bytes, String rule) throws LedgerException {
        try {
            return new Args(Documents.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (SuiteException e) {
            throw new LedgerException(rule);
        }
    }

    private record Proof(long index, List<byte[]> hashes, Checkpoint checkpoint) {}

    private Proof proof(String text) throws LedgerException {
        int end = text.indexOf("\n\n");
        require(text.startsWith(HEAD + "index ") && end > 0, "a proof is a c2sp.org/tlog-proof@v1");
        String[] lines = text.substring(0, end).split("\n");
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 2; i < lines.length; i++) {
            hashes.add(Checkpoint.base64(lines[i]));
        }
        String index = lines[1].substring("index ".length());
        require(index.matches("0|[1-9][0-9]{0,17}"), "the index of a proof is a number");
        return new Proof(Long.parseLong(index), hashes, Checkpoint.read(text.substring(end + 2), keys));
    }

    private static void require(boolean holds, String rule) throws LedgerException {
        if (!holds) {
            throw new LedgerException(rule);
        }
    }
}
