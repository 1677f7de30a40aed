package dev.weir.core.ledger;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.json.PlainJson;
import dev.weir.smp.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a submitter and a receiver keep: the entry with which a submission was completed, the proof that it is in the
 * ledger, and the receiver's signed acknowledgement. Policy, treatments, counts, retention, disposal and onward list
 * stand in it once more for people, and must be those of the entry. Immutable.
 */
public final class Receipt {
    /** Most bytes of a receipt. */
    public static final int MAX_BYTES = 1 << 18;

    /** Members that are those of the entry. */
    private static final List<String> FROM_ENTRY =
            List.of("submission_id", "policy_sha256", "treatments", "counts", "retain_days", "dispose", "onward");

    private static final Set<String> OWN = Set.of("v", "leaf", "proof", "key_fingerprints", "ack");

    private final byte[] json;
    private final byte[] leaf;
    private final LedgerEntry entry;
    private final TlogProof proof;
    private final byte[] ack;

    private Receipt(byte[] json, byte[] leaf, LedgerEntry entry, TlogProof proof, byte[] ack) {
        this.json = json;
        this.leaf = leaf;
        this.entry = entry;
        this.proof = proof;
        this.ack = ack;
    }

    /**
     * Makes a receipt.
     *
     * @param leaf of the entry RELEASE_COMPLETED or SUBMISSION_COMPLETED
     * @param signers keys that signed the checkpoint of the proof
     * @param ack the receiver's acknowledgement, whose SHA-256 is in the entry
     * @throws LedgerFormatException where entry and acknowledgement do not belong together
     */
    public static Receipt of(byte[] leaf, TlogProof proof, List<NoteKey> signers, byte[] ack)
            throws LedgerFormatException {
        LedgerEntry entry = LedgerEntry.read("receipt: leaf", leaf);
        Map<String, Object> all = new TreeMap<>();
        all.put("v", 1);
        all.put("leaf", Lines.base64(leaf));
        all.put("proof", proof.render());
        all.put(
                "key_fingerprints",
                signers.stream().map(k -> k.fingerprint().hex()).toList());
        all.put("ack", Lines.base64(ack));
        for (String name : FROM_ENTRY) {
            entry.members().get(name).ifPresent(value -> all.put(name, PlainJson.value(value)));
        }
        return read(CanonicalJson.write(all));
    }

    /**
     * Reads a receipt. Whether it holds is for {@link #verify} to say.
     *
     * @throws LedgerFormatException where the bytes are not one, or its parts do not belong together
     */
    public static Receipt read(byte[] bytes) throws LedgerFormatException {
        if (bytes.length > MAX_BYTES) {
            throw new LedgerFormatException("receipt", "has at most " + MAX_BYTES + " bytes");
        }
        Json.Members members;
        try {
            members = JsonReader.readObject(bytes);
        } catch (JsonException e) {
            throw new LedgerFormatException("receipt", "is JSON");
        }
        Optional<byte[]> leaf = members.text("leaf").flatMap(Lines::base64);
        Optional<byte[]> ack = members.text("ack").flatMap(Lines::base64);
        Optional<String> proof = members.text("proof");
        boolean whole = leaf.isPresent()
                && ack.isPresent()
                && proof.isPresent()
                && members.texts("key_fingerprints").isPresent()
                && members.whole("v").equals(Optional.of(1L));
        if (!whole) {
            throw new LedgerFormatException("receipt", "has version 1, leaf, proof, key_fingerprints and ack");
        }
        for (String name : members.values().keySet()) {
            if (!OWN.contains(name) && !FROM_ENTRY.contains(name)) {
                throw new LedgerFormatException("receipt", "has the members of a receipt and no others");
            }
        }
        LedgerEntry entry = LedgerEntry.read("receipt: leaf", leaf.get());
        if (entry.type() != EntryType.RELEASE_COMPLETED && entry.type() != EntryType.SUBMISSION_COMPLETED) {
            throw new LedgerFormatException("receipt: leaf", "completes a submission");
        }
        for (String name : FROM_ENTRY) {
            if (!members.get(name).equals(entry.members().get(name))) {
                throw new LedgerFormatException("receipt: " + name, "is what the entry says");
            }
        }
        if (!Optional.of(Sha256.of(ack.get())).equals(entry.digest("ack_sha256"))) {
            throw new LedgerFormatException("receipt: ack", "is the acknowledgement that the entry names");
        }
        return new Receipt(bytes.clone(), leaf.get(), entry, TlogProof.read(proof.get()), ack.get());
    }

    /**
     * Verifies with nothing but keys that the entry is in the ledger. Keys that were replaced since are given with the
     * new ones.
     *
     * @return the checkpoint and who signed and cosigned it
     * @throws LedgerFormatException where it does not hold
     */
    public LedgerKeys.Verified verify(LedgerKeys keys, P256 verifier) throws LedgerFormatException {
        LedgerKeys.Verified verified = proof.verify(leaf, keys, verifier);
        if (entry.seq() != proof.index()) {
            throw new LedgerFormatException("receipt: proof", "is for the entry with the number of the leaf");
        }
        List<String> said = fingerprints();
        if (verified.signers().stream()
                .noneMatch(key -> said.contains(key.fingerprint().hex()))) {
            throw new LedgerFormatException("receipt: key_fingerprints", "names a key that signed the checkpoint");
        }
        return verified;
    }

    private List<String> fingerprints() throws LedgerFormatException {
        try {
            return JsonReader.readObject(json).texts("key_fingerprints").orElse(List.of());
        } catch (JsonException e) {
            throw new LedgerFormatException("receipt", "is JSON");
        }
    }

    /** Returns the entry. */
    public LedgerEntry entry() {
        return entry;
    }

    /** Returns the proof. */
    public TlogProof proof() {
        return proof;
    }

    /** Returns the receiver's acknowledgement as it was received. */
    public byte[] ack() {
        return ack.clone();
    }

    /** Returns the receipt as it is sent and kept. */
    public byte[] toByteArray() {
        return json.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Receipt that && Arrays.equals(json, that.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }
}
