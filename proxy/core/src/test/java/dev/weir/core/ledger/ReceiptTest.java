package dev.weir.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.JsonReader;
import dev.weir.core.json.PlainJson;
import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A receipt has one form, and everything in it is accounted for. */
class ReceiptTest {
    private static final String ORIGIN = "proxy.ca.example/ledger";
    private static final byte[] ACK = {3};

    private final TestP256 ledger = new TestP256(ORIGIN, NoteKey.Kind.LEDGER);
    private final TestP256 next = new TestP256(ORIGIN, NoteKey.Kind.LEDGER);
    private final TestP256 witness = new TestP256("proxy.wa.example/witness", NoteKey.Kind.WITNESS);
    private final LedgerEntry entry = LedgerEntry.of(
            new EntryStamp(0, "2026-01-31T08:00:00.000Z", "CA", "weir/test"),
            new EntryDraft(
                    EntryType.SUBMISSION_COMPLETED,
                    "PROXY",
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(
                            "submission_id",
                            "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77",
                            "counts",
                            Map.of(),
                            "rows_refused",
                            0,
                            "rows_withheld",
                            0,
                            "ack_sha256",
                            Sha256.of(ACK).hex())));
    private final String text = new Checkpoint(ORIGIN, 1, entry.hash()).text();

    ReceiptTest() throws Exception {}

    private Receipt receipt(List<NoteKey> named, NoteSignature... signatures) throws Exception {
        TlogProof proof = new TlogProof(0, List.of(), new SignedNote(text, List.of(signatures)));
        return Receipt.of(entry.leaf(), proof, named, ACK);
    }

    private Receipt receipt() throws Exception {
        return receipt(List.of(ledger.key()), NoteSignature.sign(text, ledger));
    }

    private LedgerKeys keys() {
        return new LedgerKeys(List.of(ledger.key()), List.of(witness.key()));
    }

    private LedgerKeys.Verified verify(String json, LedgerKeys keys) throws LedgerFormatException {
        return Receipt.read(json.getBytes(StandardCharsets.UTF_8)).verify(keys, TestP256.verifier());
    }

    private String problem(String json) {
        return String.valueOf(assertThrows(LedgerFormatException.class, () -> verify(json, keys()), json)
                .getMessage());
    }

    private static String json(Receipt receipt) {
        return new String(receipt.toByteArray(), StandardCharsets.UTF_8);
    }

    /** Returns a receipt whose JSON says something else, in canonical form. */
    private static String with(Receipt receipt, String name, Object value) throws Exception {
        Map<String, Object> members = new TreeMap<>(PlainJson.map(JsonReader.readObject(receipt.toByteArray())));
        members.put(name, value);
        return new String(CanonicalJson.write(members), StandardCharsets.UTF_8);
    }

    private static String proof(Receipt receipt) throws Exception {
        return JsonReader.readObject(receipt.toByteArray()).text("proof").orElseThrow();
    }

    private static String hex(TestP256 key) {
        return key.key().fingerprint().hex();
    }

    @Test
    void receipt_inAnotherSpelling_isRefused() throws Exception {
        String json = json(receipt());
        verify(json, keys());
        for (String other : List.of(
                json.replace(",", ", "),
                json + "\n",
                json.replace("\"ack\"", "\"\\u0061ck\""),
                "{\"v\":1," + json.substring(1).replace(",\"v\":1", ""))) {
            assertEquals("receipt: is canonical JSON", problem(other));
        }
        assertEquals("receipt: has the members of a receipt and no others", problem(with(receipt(), "note", "x")));
        assertEquals("receipt: dispose: is what the entry says", problem(with(receipt(), "dispose", "DESTROY")));
    }

    @Test
    void fingerprints_areThoseOfTheKeysThatSigned() throws Exception {
        Receipt receipt = receipt();
        String others = "receipt: key_fingerprints: names keys that signed the checkpoint and no others";
        String all = "receipt: key_fingerprints: names every key that signed the checkpoint, once and in order";
        assertEquals(others, problem(with(receipt, "key_fingerprints", List.of(hex(ledger), hex(next)))));
        assertEquals(others, problem(with(receipt, "key_fingerprints", List.of(hex(next), hex(ledger)))));
        assertEquals(others, problem(with(receipt, "key_fingerprints", List.of(hex(ledger), hex(witness)))));
        assertEquals(all, problem(with(receipt, "key_fingerprints", List.of(hex(ledger), hex(ledger)))));
        assertEquals(all, problem(with(receipt, "key_fingerprints", List.of())));
        String form = "receipt: key_fingerprints: are digests in lower-case hexadecimal";
        assertEquals(form, problem(with(receipt, "key_fingerprints", List.of("x"))));
        assertEquals(
                form,
                problem(with(receipt, "key_fingerprints", List.of(hex(ledger).toUpperCase(java.util.Locale.ROOT)))));
        // The beginning is the key id; the rest must be the key's, too.
        String similar = hex(ledger).substring(0, 8) + hex(next).substring(8);
        assertEquals(others, problem(with(receipt, "key_fingerprints", List.of(similar))));
    }

    @Test
    void receipt_ofTwoKeys_namesBoth_andHoldsUnderEither() throws Exception {
        Receipt receipt = receipt(
                List.of(next.key(), ledger.key()), NoteSignature.sign(text, next), NoteSignature.sign(text, ledger));
        for (List<NoteKey> known : List.of(
                List.of(next.key(), ledger.key()),
                List.of(ledger.key(), next.key()),
                List.of(ledger.key()),
                List.of(next.key()))) {
            assertEquals(
                    known.size(),
                    verify(json(receipt), new LedgerKeys(known, List.of()))
                            .signers()
                            .size());
        }
        String all = "receipt: key_fingerprints: names every key that signed the checkpoint, once and in order";
        assertEquals(all, problem(with(receipt, "key_fingerprints", List.of(hex(ledger), hex(next)))));
        assertEquals(all, problem(with(receipt, "key_fingerprints", List.of(hex(next)))));
    }

    /** After a rotation the last checkpoint may be one that the new key has not signed yet. */
    @Test
    void receipt_overACheckpointOfTheOldKey_namesTheOldKeyOnly() throws Exception {
        Receipt receipt = receipt(List.of(next.key(), ledger.key()), NoteSignature.sign(text, ledger));

        verify(json(receipt), new LedgerKeys(List.of(next.key(), ledger.key()), List.of()));
    }

    @Test
    void cosignatures_areCounted_andThoseOfStrangersPassedOver() throws Exception {
        TestP256 stranger = new TestP256("stranger.example", NoteKey.Kind.WITNESS);
        TestP256 namesake = new TestP256(ORIGIN, NoteKey.Kind.LEDGER);
        Receipt receipt = receipt(
                List.of(ledger.key()),
                NoteSignature.sign(text, ledger),
                NoteSignature.cosign(text, 7, stranger),
                NoteSignature.sign(text, namesake),
                NoteSignature.cosign(text, 8, witness));

        assertEquals(1, verify(json(receipt), keys()).quorum());
    }

    @Test
    void signatureLines_thatAreNone_orComeTwice_areRefused() throws Exception {
        Receipt receipt = receipt();
        String proof = proof(receipt);
        String own = proof.substring(proof.indexOf("\u2014"));
        List<String> junk = new ArrayList<>(List.of(
                "junk\n",
                "\n",
                "\u2014 name\n",
                "\u2014 name %%%%\n",
                "\u2014 name AAAAAAA\n",
                "\u2014 name AAAA\n",
                "\u2014 na+me AAAAAAAA\n",
                "\u2014  AAAAAAAA\n",
                "- name AAAAAAAA\n",
                "\u2014 name AAAAAAAA \n",
                "\u2014 name\tAAAAAAAA\n"));
        for (String line : junk) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> verify(with(receipt, "proof", proof + line), keys()),
                    "after: " + line);
            String before = proof.substring(0, proof.length() - own.length()) + line + own;
            assertThrows(
                    LedgerFormatException.class,
                    () -> verify(with(receipt, "proof", before), keys()),
                    "before: " + line);
        }
        String twice = "receipt: proof: is signed by each key once";
        assertEquals(twice, problem(with(receipt, "proof", proof + own)));
        String unknown = "\u2014 name AAAAAAAA\n";
        verify(with(receipt, "proof", proof + unknown), keys());
        assertEquals(twice, problem(with(receipt, "proof", proof + unknown + unknown)));
        assertEquals(
                twice,
                problem(with(
                        receipt,
                        "proof",
                        proof + NoteSignature.sign(text, ledger).line() + "\n")));
    }

    @Test
    void proof_ofAnotherIndexOrLength_isRefused() throws Exception {
        Receipt receipt = receipt();
        String zero = java.util.Base64.getEncoder().encodeToString(Sha256.ZERO.toByteArray());
        assertThrows(
                LedgerFormatException.class,
                () -> verify(with(receipt, "proof", proof(receipt).replace("index 0\n", "index 1\n")), keys()));
        assertThrows(
                LedgerFormatException.class,
                () -> verify(
                        with(receipt, "proof", proof(receipt).replace("index 0\n", "index 0\n" + zero + "\n")),
                        keys()));
    }
}
