package dev.weir.proxy.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.JwtVerifier;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.proxy.proofs.Proves;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signatures at the edges of ECDSA, made here from good ones: numbers that are zero, as large as the group or larger, other
 * encodings, other lengths, other curves. One thing at a time is changed, and the good one it was made from holds.
 */
class SignatureEdgeTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final String ISSUER = "https://oig.example";
    private static final String AUDIENCE = "https://proxy.ca.example";
    private static final String TYPE = "purpose-attestation+jwt";
    private static final BigInteger ZERO = BigInteger.ZERO;
    private static final BigInteger ONE = BigInteger.ONE;

    /** A curve of JWS, with one key. */
    private static final class Curve {
        private final String algorithm;
        private final String hash;
        private final int size;
        private final BigInteger order;
        private final KeyPair pair;
        private final TrustEntry.Jwk jwk;

        Curve(String algorithm) throws GeneralSecurityException {
            boolean small = algorithm.equals("ES256");
            this.algorithm = algorithm;
            hash = small ? "SHA256" : "SHA384";
            size = small ? 32 : 48;
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(small ? "secp256r1" : "secp384r1"));
            pair = generator.generateKeyPair();
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            order = key.getParams().getOrder();
            jwk = new TrustEntry.Jwk(
                    small ? "P-256" : "P-384",
                    text(fixed(key.getW().getAffineX(), size)),
                    text(fixed(key.getW().getAffineY(), size)));
        }

        String signingInput(String named) {
            long now = NOW.getEpochSecond();
            String header = "{\"alg\":\"" + named + "\",\"kid\":\"" + jwk.thumbprint() + "\",\"typ\":\"" + TYPE + "\"}";
            String claims = "{\"aud\":\"" + AUDIENCE + "\",\"exp\":" + (now + 10) + ",\"iat\":" + (now - 10)
                    + ",\"iss\":\"" + ISSUER + "\",\"nbf\":" + (now - 10) + "}";
            return text(header.getBytes(StandardCharsets.UTF_8)) + "." + text(claims.getBytes(StandardCharsets.UTF_8));
        }

        /** Returns r and s of a good signature, in the encoding of JWS. */
        byte[] raw(String input, String hashName) throws GeneralSecurityException {
            Signature signature = Signature.getInstance(hashName + "withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        }

        byte[] der(String input) throws GeneralSecurityException {
            Signature signature = Signature.getInstance(hash + "withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        }

        boolean holds(String input, byte[] signature) throws GeneralSecurityException {
            try {
                CompactJwt token = CompactJwt.read(input + "." + text(signature));
                TrustEntry entry = new TrustEntry(
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
                return new TinkJwtVerifier().verify(token, entry, AUDIENCE, NOW) == JwtVerifier.Result.VALID;
            } catch (ClaimException e) {
                return false;
            }
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns a number in so many bytes; what does not fit is cut off at the front. */
    private static byte[] fixed(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        byte[] out = new byte[size];
        int count = Math.min(size, bytes.length);
        System.arraycopy(bytes, bytes.length - count, out, size - count, count);
        return out;
    }

    private static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
        byte[] out = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }

    private static BigInteger number(byte[] bytes, int from, int to) {
        return new BigInteger(1, Arrays.copyOfRange(bytes, from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384"})
    @Proves("T34")
    void numbersOutOfTheGroup_otherEncodingsAndLengths_areInvalid(String algorithm) throws Exception {
        Curve curve = new Curve(algorithm);
        int size = curve.size;
        String input = curve.signingInput(algorithm);
        byte[] good = curve.raw(input, curve.hash);
        assertTrue(curve.holds(input, good));
        byte[] r = Arrays.copyOf(good, size);
        byte[] s = Arrays.copyOfRange(good, size, 2 * size);
        byte[] none = new byte[size];
        byte[] n = fixed(curve.order, size);
        byte[] most = new byte[size];
        Arrays.fill(most, (byte) 0xFF);
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("r and s zero", join(none, none));
        bad.put("r zero", join(none, s));
        bad.put("s zero", join(r, none));
        bad.put("r is n", join(n, s));
        bad.put("s is n", join(r, n));
        bad.put("r and s are n", join(n, n));
        bad.put("r and s are one", join(fixed(ONE, size), fixed(ONE, size)));
        bad.put("r is n + 1", join(fixed(curve.order.add(ONE), size), fixed(ONE, size)));
        bad.put("r and s are all ones", join(most, most));
        bad.put("s plus n", join(r, fixed(number(s, 0, size).add(curve.order), size + 1)));
        bad.put("r and s exchanged", join(s, r));
        bad.put("DER in place of raw", curve.der(input));
        bad.put("nothing", new byte[0]);
        bad.put("one byte short", Arrays.copyOf(good, 2 * size - 1));
        bad.put("one byte long", Arrays.copyOf(good, 2 * size + 1));
        bad.put("a zero before each", join(new byte[1], r, new byte[1], s));
        bad.put("r alone", r);
        bad.put("twice", join(good, good));
        bad.forEach((name, signature) -> {
            try {
                assertFalse(curve.holds(input, signature), name);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(name, e);
            }
        });
        for (int i = 0; i < good.length; i += 7) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            assertFalse(curve.holds(input, changed), "bit in byte " + i);
        }
    }

    /** JWS does not ask for the smaller of the two; a library that does would refuse good tokens of others. */
    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384"})
    void largeAndSmallS_areBothValid(String algorithm) throws Exception {
        Curve curve = new Curve(algorithm);
        String input = curve.signingInput(algorithm);
        byte[] good = curve.raw(input, curve.hash);
        BigInteger s = number(good, curve.size, 2 * curve.size);
        byte[] other = join(Arrays.copyOf(good, curve.size), fixed(curve.order.subtract(s), curve.size));
        assertEquals(ZERO, s.add(number(other, curve.size, 2 * curve.size)).mod(curve.order));
        assertTrue(curve.holds(input, good));
        assertTrue(curve.holds(input, other));
    }

    @Test
    @Proves("T34")
    void algorithmOfAnotherCurveOrHash_isInvalid_whateverTheHeaderSays() throws Exception {
        Curve small = new Curve("ES256");
        Curve large = new Curve("ES384");
        String input = small.signingInput("ES384");
        assertFalse(small.holds(input, small.raw(input, "SHA256")), "ES384 with a key of P-256");
        assertFalse(small.holds(input, small.raw(input, "SHA384")), "ES384 with a key of P-256, by its hash");
        String weak = large.signingInput("ES256");
        assertFalse(large.holds(weak, large.raw(weak, "SHA384")), "ES256 with a key of P-384");
        String named = small.signingInput("ES256");
        assertFalse(small.holds(named, small.raw(named, "SHA384")), "the right name, and another hash");
        assertFalse(small.holds(named, large.raw(named, "SHA384")), "a signature by a key of another curve");
        for (String other : new String[] {"ES512", "ES256K", "HS256", "RS256", "PS256", "EdDSA", "none", "es256", ""}) {
            String foreign = small.signingInput(other);
            assertFalse(small.holds(foreign, small.raw(foreign, "SHA256")), other);
        }
    }

    @Test
    @Proves("T34")
    void pointThatIsNotOnTheCurve_verifiesNothing() throws Exception {
        Curve curve = new Curve("ES256");
        String input = curve.signingInput("ES256");
        byte[] good = curve.raw(input, "SHA256");
        TrustEntry.Jwk off = new TrustEntry.Jwk("P-256", curve.jwk.x(), curve.jwk.x());
        TrustEntry.Jwk origin = new TrustEntry.Jwk("P-256", text(new byte[32]), text(new byte[32]));
        for (TrustEntry.Jwk jwk : new TrustEntry.Jwk[] {off, origin}) {
            TrustEntry entry = new TrustEntry(
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
            CompactJwt token = CompactJwt.read(input + "." + text(good));
            assertEquals(JwtVerifier.Result.INVALID, new TinkJwtVerifier().verify(token, entry, AUDIENCE, NOW));
        }
    }
}
