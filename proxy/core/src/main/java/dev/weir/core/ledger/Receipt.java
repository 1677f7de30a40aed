package dev.weir.core.ledger;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.json.PlainJson;
import dev.weir.smp.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a submitter and a receiver keep: the entry with which a submission was completed, the proof that it is in the
 * ledger, and the receiver's signed acknowledgement. Policy, treatments, counts, retention, disposal and onward list
 * stand in it once more for people, and must be those of the entry. It has one form: canonical JSON, the fingerprints of
 * the keys that signed and no others, and signatures by each key once. Immutable.
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
    private final List<Sha256> fingerprints;
    private final byte[] ack;

    private Receipt(
            byte[] json, byte[] leaf, LedgerEntry entry, TlogProof proof, List<Sha256> fingerprints, byte[] ack) {
        this.json = json;
        this.leaf = leaf;
        this.entry = entry;
        this.proof = proof;
        this.fingerprints = List.copyOf(fingerprints);
        this.ack = ack;
    }

    /**
     * Makes a receipt.
     *
     * @param leaf of the entry RELEASE_COMPLETED or SUBMISSION_COMPLETED
     * @param keys keys of the ledger; those that signed the checkpoint of the proof are named
     * @param ack the receiver's acknowledgement, whose SHA-256 is in the entry
     * @throws LedgerFormatException where entry and acknowledgement do not belong together
     */
    public static Receipt of(byte[] leaf, TlogProof proof, List<NoteKey> keys, byte[] ack)
            throws LedgerFormatException {
        LedgerEntry entry = LedgerEntry.read("receipt: leaf", leaf);
        Map<String, Object> all = new TreeMap<>();
        all.put("v", 1);
        all.put("leaf", Lines.base64(leaf));
        all.put("proof", proof.render());
        all.put(
                "key_fingerprints",
                proof.checkpoint().signatures().stream()
                        .flatMap(signature -> keys.stream().filter(signature::isBy))
                        .map(key -> key.fingerprint().hex())
                        .toList());
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
        LedgerEntry.requireCanonical("receipt", members, bytes);
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
        TlogProof read = TlogProof.read(proof.get());
        if (read.checkpoint().signsTwice()) {
            throw new LedgerFormatException("receipt: proof", "is signed by each key once");
        }
        return new Receipt(bytes.clone(), leaf.get(), entry, read, fingerprints(members), ack.get());
    }

    private static List<Sha256> fingerprints(Json.Members members) throws LedgerFormatException {
        List<Sha256> fingerprints = new ArrayList<>();
        for (String text : members.texts("key_fingerprints").orElse(List.of())) {
            fingerprints.add(Sha256.fromHex(text)
                    .orElseThrow(() -> new LedgerFormatException(
                            "receipt: key_fingerprints", "are digests in lower-case hexadecimal")));
        }
        return fingerprints;
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
        List<Sha256> signed = signed(verified);
        if (!signed.containsAll(fingerprints)) {
            throw new LedgerFormatException(
                    "receipt: key_fingerprints", "names keys that signed the checkpoint and no others");
        }
        if (!signed.equals(fingerprints)) {
            throw new LedgerFormatException(
                    "receipt: key_fingerprints", "names every key that signed the checkpoint, once and in order");
        }
        return verified;
    }

    /**
     * Returns whose signatures of the ledger there are, in order. Of a key that the verifier does not have, the receipt
     * says the fingerprint, of which the signature has the first four bytes; a signature in the ledger's name that the
     * receipt says nothing of is a stranger's, and is passed over as C2SP signed-note wants it.
     */
    private List<Sha256> signed(LedgerKeys.Verified verified) {
        List<Sha256> signed = new ArrayList<>();
        for (NoteSignature signature : proof.checkpoint().signatures()) {
            Optional<NoteKey> known =
                    verified.signers().stream().filter(signature::isBy).findFirst();
            known.map(NoteKey::fingerprint)
                    .or(() -> fingerprints.stream()
                            .filter(f -> signature.mayBeBy(verified.checkpoint().origin(), f))
                            .findFirst())
                    .ifPresent(signed::add);
        }
        return signed;
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
