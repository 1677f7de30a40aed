package dev.weir.proxy.keys;

import com.google.crypto.tink.jwt.JwtEcdsaParameters;
import dev.weir.core.attestation.TrustEntry;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.Base64;

/** Public keys between JWK, RFC 7517, and Tink. */
final class Jwks {
    private Jwks() {}

    static JwtEcdsaParameters.Algorithm algorithm(TrustEntry.Jwk jwk) {
        return jwk.crv().equals("P-256") ? JwtEcdsaParameters.Algorithm.ES256 : JwtEcdsaParameters.Algorithm.ES384;
    }

    static ECPoint point(TrustEntry.Jwk jwk) {
        return new ECPoint(number(jwk.x()), number(jwk.y()));
    }

    static TrustEntry.Jwk of(ECPoint point, boolean small) {
        int length = small ? 32 : 48;
        return new TrustEntry.Jwk(
                small ? "P-256" : "P-384", text(point.getAffineX(), length), text(point.getAffineY(), length));
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }

    private static String text(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
