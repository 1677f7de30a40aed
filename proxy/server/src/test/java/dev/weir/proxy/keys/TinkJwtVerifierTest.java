package dev.weir.proxy.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.Envelope;
import dev.weir.core.attestation.JwtVerifier.Result;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.proxy.proofs.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and envelopes with Tink, against what Tink by itself would take. */
class TinkJwtVerifierTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final String ISSUER = "https://oig.example";
    private static final String AUDIENCE = "https://proxy.ca.example";
    private static final String TYPE = "purpose-attestation+jwt";

    @TempDir
    Path dir;

    private static TrustEntry entry(TrustEntry.Jwk jwk) {
        return new TrustEntry(
                ISSUER,
                jwk.thumbprint(),
                jwk,
                Set.of(TrustEntry.Kind.ATTESTATION),
                false,
                Set.of(),
                Set.of(),
                Set.of(),
                NOW.minusSeconds(1),
                NOW.plusSeconds(1));
    }

    private static byte[] claims(String issuer, String audience, long issued, long expires) {
        return ("{\"aud\":\"" + audience + "\",\"exp\":" + expires + ",\"iat\":" + issued + ",\"iss\":\"" + issuer
                        + "\",\"nbf\":" + issued + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] good() {
        return claims(ISSUER, AUDIENCE, NOW.getEpochSecond() - 10, NOW.getEpochSecond() + 10);
    }

    private OfficialKeys keys(String name, boolean strong) throws IOException, GeneralSecurityException {
        OfficialKeys.create(dir.resolve(name), strong);
        return OfficialKeys.open(dir.resolve(name));
    }

    @Test
    void signatures_areCheckedByTheNativeProvider_whereThereIsOne_andNothingElseIs() throws Exception {
        new TinkJwtVerifier();
        assertEquals(Conscrypt.isAvailable(), Security.getProvider("Conscrypt") != null);
        assertNotEquals(
                "Conscrypt",
                Signature.getInstance("SHA256withECDSA").getProvider().getName());
    }

    @Test
    void signed_hasExactlyThreeHeaderMembersAndHolds() throws Exception {
        for (boolean strong : new boolean[] {false, true}) {
            OfficialKeys keys = keys("k" + strong, strong);
            CompactJwt token = CompactJwt.read(keys.sign(TYPE, good()));
            assertEquals(strong ? "ES384" : "ES256", token.algorithm());
            assertEquals(TYPE, token.type());
            assertEquals(keys.tokenJwk().thumbprint(), token.keyId());
            assertEquals(Result.VALID, new TinkJwtVerifier().verify(token, entry(keys.tokenJwk()), AUDIENCE, NOW));
            assertEquals(
                    new String(good(), StandardCharsets.UTF_8),
                    new String(
                            Base64.getUrlDecoder().decode(token.text().split("\\.", -1)[1]), StandardCharsets.UTF_8));
        }
    }

    @Test
    @Proves({"T34", "T37"})
    void otherKeyOrBytes_areInvalid_otherClaimsAreNamed() throws Exception {
        OfficialKeys keys = keys("a", false);
        OfficialKeys others = keys("b", false);
        TinkJwtVerifier verifier = new TinkJwtVerifier();
        CompactJwt token = CompactJwt.read(keys.sign(TYPE, good()));
        assertEquals(Result.INVALID, verifier.verify(token, entry(others.tokenJwk()), AUDIENCE, NOW));
        String text = token.text();
        String input = text.substring(0, text.lastIndexOf('.') + 1);
        String zeroes = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        assertEquals(
                Result.INVALID,
                verifier.verify(CompactJwt.read(input + zeroes), entry(keys.tokenJwk()), AUDIENCE, NOW));
        assertEquals(Result.OTHER_CLAIMS, verifier.verify(token, entry(keys.tokenJwk()), "https://else.example", NOW));
        CompactJwt elsewhere = CompactJwt.read(keys.sign(
                TYPE, claims("https://else.example", AUDIENCE, NOW.getEpochSecond(), NOW.getEpochSecond() + 9)));
        assertEquals(Result.OTHER_CLAIMS, verifier.verify(elsewhere, entry(keys.tokenJwk()), AUDIENCE, NOW));
    }

    @Test
    void signature_isCheckedBeforeTheClaims() throws Exception {
        OfficialKeys keys = keys("a", false);
        CompactJwt token =
                CompactJwt.read(keys.sign(TYPE, claims("https://else.example", "https://else.example", 1, 2)));
        String input = token.text().substring(0, token.text().lastIndexOf('.') + 1);
        byte[] wrong = new byte[64];
        wrong[31] = 1;
        wrong[63] = 1;
        CompactJwt forged =
                CompactJwt.read(input + Base64.getUrlEncoder().withoutPadding().encodeToString(wrong));
        TinkJwtVerifier verifier = new TinkJwtVerifier();
        assertEquals(Result.OTHER_CLAIMS, verifier.verify(token, entry(keys.tokenJwk()), AUDIENCE, NOW));
        assertEquals(Result.INVALID, verifier.verify(forged, entry(keys.tokenJwk()), AUDIENCE, NOW));
    }

    @Test
    @Proves("T41")
    void times_areThoseOfTheCore_toTheSecond() throws Exception {
        OfficialKeys keys = keys("a", false);
        TrustEntry entry = entry(keys.tokenJwk());
        TinkJwtVerifier verifier = new TinkJwtVerifier();
        long now = NOW.getEpochSecond();
        CompactJwt last = CompactJwt.read(keys.sign(TYPE, claims(ISSUER, AUDIENCE, now - 100, now - 59)));
        CompactJwt past = CompactJwt.read(keys.sign(TYPE, claims(ISSUER, AUDIENCE, now - 100, now - 60)));
        CompactJwt soon = CompactJwt.read(keys.sign(TYPE, claims(ISSUER, AUDIENCE, now + 60, now + 100)));
        CompactJwt later = CompactJwt.read(keys.sign(TYPE, claims(ISSUER, AUDIENCE, now + 61, now + 100)));
        assertEquals(Result.VALID, verifier.verify(last, entry, AUDIENCE, NOW));
        assertEquals(Result.OTHER_CLAIMS, verifier.verify(past, entry, AUDIENCE, NOW));
        assertEquals(Result.VALID, verifier.verify(soon, entry, AUDIENCE, NOW));
        assertEquals(Result.OTHER_CLAIMS, verifier.verify(later, entry, AUDIENCE, NOW));
    }

    @Test
    void rememberedToken_isCheckedLikeANewOne() throws Exception {
        OfficialKeys keys = keys("a", false);
        TrustEntry entry = entry(keys.tokenJwk());
        TinkJwtVerifier verifier = new TinkJwtVerifier();
        CompactJwt token = CompactJwt.read(keys.sign(TYPE, good()));
        Instant last = NOW.plusSeconds(69);
        assertEquals(Result.VALID, verifier.verify(token, entry, AUDIENCE, NOW));
        assertEquals(Result.VALID, verifier.verify(token, entry, AUDIENCE, last));
        assertEquals(Result.OTHER_CLAIMS, verifier.verify(token, entry, AUDIENCE, last.plusSeconds(1)));
        assertEquals(Result.VALID, verifier.verify(token, entry, AUDIENCE, NOW.minusSeconds(70)));
        assertEquals(Result.OTHER_CLAIMS, verifier.verify(token, entry, AUDIENCE, NOW.minusSeconds(71)));
        assertEquals(Result.OTHER_CLAIMS, verifier.verify(token, entry, AUDIENCE + "/", NOW));
        TrustEntry other = entry(keys("b", false).tokenJwk());
        assertEquals(Result.INVALID, verifier.verify(token, other, AUDIENCE, NOW));
        int end = token.text().length() - 10;
        char changed = token.text().charAt(end) == 'A' ? 'B' : 'A';
        CompactJwt forged = CompactJwt.read(
                token.text().substring(0, end) + changed + token.text().substring(end + 1));
        assertEquals(Result.INVALID, verifier.verify(forged, entry, AUDIENCE, NOW));
    }

    @Test
    void envelope_holdsForItsTypeAndBytesOnly() throws Exception {
        OfficialKeys keys = keys("a", false);
        TinkEnvelopeVerifier verifier = new TinkEnvelopeVerifier();
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        Envelope signed =
                Envelope.read(keys.sign(Envelope.of(Envelope.HOLD, payload)).json());
        byte[] signature = Base64.getDecoder().decode(signed.signatures().get(0).signature());
        assertTrue(verifier.verify(keys.fileJwk(), signed.signedBytes(), signature));
        Envelope other = Envelope.of(Envelope.POLICY, payload);
        assertFalse(verifier.verify(keys.fileJwk(), other.signedBytes(), signature));
        assertFalse(verifier.verify(keys.tokenJwk(), signed.signedBytes(), signature));
        assertEquals(1, keys.sign(signed).signatures().size());
    }

    @Test
    void keys_areNeverOverwritten() throws Exception {
        keys("a", false);
        assertThrows(IOException.class, () -> OfficialKeys.create(dir.resolve("a"), false));
    }
}
