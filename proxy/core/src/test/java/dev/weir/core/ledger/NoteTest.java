package dev.weir.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Signed checkpoints, their keys, and what is not one. */
class NoteTest {
    private static final String ORIGIN = "proxy.ca.example/ledger";
    private static final Checkpoint STATE = new Checkpoint(ORIGIN, 3, Sha256.of(new byte[] {3}));

    private final TestP256 ledger = new TestP256(ORIGIN, NoteKey.Kind.LEDGER);
    private final TestP256 older = new TestP256(ORIGIN, NoteKey.Kind.LEDGER);
    private final TestP256 witness = new TestP256("proxy.wa.example/witness", NoteKey.Kind.WITNESS);

    NoteTest() throws Exception {}

    private SignedNote signed() throws Exception {
        return new SignedNote(STATE.text(), List.of(NoteSignature.sign(STATE.text(), ledger)));
    }

    private static byte[] bytes(SignedNote note) {
        return note.render().getBytes(StandardCharsets.UTF_8);
    }

    private LedgerKeys keys() {
        return new LedgerKeys(List.of(ledger.key()), List.of(witness.key()));
    }

    @Test
    void checkpoint_signedAndCosigned_namesBoth() throws Exception {
        SignedNote note = signed().with(List.of(NoteSignature.cosign(STATE.text(), 1_790_000_000L, witness)));
        assertEquals(note, note.with(List.of(NoteSignature.cosign(STATE.text(), 1_790_000_001L, witness))));
        LedgerKeys.Verified verified = keys().verify(bytes(note), TestP256.verifier());
        assertEquals(STATE, verified.checkpoint());
        assertEquals(List.of(ledger.key()), verified.signers());
        assertEquals(1, verified.quorum());
    }

    @Test
    void signature_ofAnUnknownKey_isPassedOver() throws Exception {
        TestP256 stranger = new TestP256("stranger.example", NoteKey.Kind.WITNESS);
        SignedNote note = signed().with(List.of(NoteSignature.cosign(STATE.text(), 5, stranger)));
        assertEquals(0, keys().verify(bytes(note), TestP256.verifier()).quorum());
    }

    @Test
    void signature_ofAKnownKeyOverAnotherText_refusesTheNote() throws Exception {
        Checkpoint other = new Checkpoint(ORIGIN, 4, STATE.root());
        SignedNote forged = new SignedNote(other.text(), signed().signatures());
        assertThrows(LedgerFormatException.class, () -> keys().verify(bytes(forged), TestP256.verifier()));
        SignedNote moved = signed().with(List.of(NoteSignature.cosign(other.text(), 5, witness)));
        assertThrows(LedgerFormatException.class, () -> keys().verify(bytes(moved), TestP256.verifier()));
    }

    @Test
    void signature_afterRotation_holdsUnderTheOldKeyOnly() throws Exception {
        LedgerKeys rotated = new LedgerKeys(List.of(older.key(), ledger.key()), List.of());
        assertEquals(
                List.of(ledger.key()),
                rotated.verify(bytes(signed()), TestP256.verifier()).signers());
        LedgerKeys without = new LedgerKeys(List.of(older.key()), List.of());
        assertThrows(LedgerFormatException.class, () -> without.verify(bytes(signed()), TestP256.verifier()));
    }

    @Test
    void keyId_isTheBeginningOfTheDigestOfTheKey() {
        assertEquals(
                Sha256.of(ledger.key().der()).hex().substring(0, 8),
                HexFormat.of().formatHex(ledger.key().id()));
    }

    @Test
    void keys_areReadFromTheirLines() throws Exception {
        String text = "# keys\n" + ledger.key().line() + "\n\n" + witness.key().line() + "\n";
        assertEquals(keys(), LedgerKeys.read(text));
        String wrongId = ledger.key().line().replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+");
        assertThrows(LedgerFormatException.class, () -> NoteKey.read(wrongId));
        assertThrows(LedgerFormatException.class, () -> NoteKey.read("nothing"));
    }

    @Test
    void note_withAnyByteChanged_isRefusedOrSaysTheSame() throws Exception {
        byte[] note = bytes(signed());
        Random random = new Random(2026);
        for (int i = 0; i < note.length; i++) {
            byte[] changed = note.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            assertThrows(LedgerFormatException.class, () -> keys().verify(changed, TestP256.verifier()), "byte " + i);
        }
        for (int i = 0; i < note.length; i++) {
            byte[] cut = Arrays.copyOf(note, i);
            assertThrows(LedgerFormatException.class, () -> keys().verify(cut, TestP256.verifier()));
        }
    }

    @Test
    void checkpoint_withExtensionOrLeadingZero_isRefused() {
        for (String text : List.of(
                STATE.text() + "more\n",
                STATE.text().replace("\n3\n", "\n03\n"),
                STATE.text().replace("\n3\n", "\n-3\n"),
                STATE.text().replace("\n3\n", "\n0\n"),
                STATE.text().replace("=", ""),
                ORIGIN + "\n3\n")) {
            assertThrows(LedgerFormatException.class, () -> Checkpoint.read(text), text);
        }
    }

    @Test
    void proof_isReadBack_andIsForItsLeafOnly() throws Exception {
        List<byte[]> leaves = List.of(new byte[] {1}, new byte[] {2}, new byte[] {3});
        Checkpoint state = new Checkpoint(ORIGIN, 3, PlainTree.mth(leaves));
        SignedNote note = new SignedNote(state.text(), List.of(NoteSignature.sign(state.text(), ledger)));
        TlogProof proof = new TlogProof(1, Merkle.inclusion(1, 3, new PlainTree(leaves)), note);
        TlogProof back = TlogProof.read(proof.render());
        assertEquals(proof.render(), back.render());
        assertEquals(
                state, back.verify(leaves.get(1), keys(), TestP256.verifier()).checkpoint());
        assertThrows(LedgerFormatException.class, () -> back.verify(leaves.get(2), keys(), TestP256.verifier()));
        assertTrue(proof.render().startsWith("c2sp.org/tlog-proof@v1\nindex 1\n"));
        assertThrows(
                LedgerFormatException.class, () -> TlogProof.read(proof.render().replace("index 1", "index 01")));
    }
}
