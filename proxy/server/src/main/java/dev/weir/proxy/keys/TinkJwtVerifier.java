package dev.weir.proxy.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwtEcdsaParameters;
import com.google.crypto.tink.jwt.JwtEcdsaPublicKey;
import com.google.crypto.tink.jwt.JwtInvalidException;
import com.google.crypto.tink.jwt.JwtPublicKeyVerify;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import com.google.crypto.tink.jwt.JwtValidator;
import com.google.crypto.tink.jwt.VerifiedJwt;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.JwtVerifier;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.smp.Sha256;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks tokens with Tink: the key decides the algorithm, and type, issuer, audience and times are checked a second time.
 * Safe for any thread.
 *
 * <p>A submission sends its bundle with every file, so good ones are remembered
 * by the digest of the whole token, with what else was checked: the answer is the one that a second check would give.
 */
public final class TinkJwtVerifier implements JwtVerifier {
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** More keys than any trust list has; beyond it verifiers are made anew each time. */
    private static final int MOST_KEPT = 2000;

    /** More tokens than are in use at a time; beyond it all are forgotten. */
    private static final int MOST_REMEMBERED = 1000;

    /** By thumbprint, which a trust list has compared with the key itself. */
    private final ConcurrentHashMap<String, JwtPublicKeyVerify> verifiers = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Sha256, Checked> remembered = new ConcurrentHashMap<>();

    /** A token whose signature fits, and under what circumstances all else does. */
    private record Checked(String keyId, String issuer, String audience, Instant from, Instant until) {
        boolean covers(TrustEntry key, String namedAudience, Instant now) {
            return keyId.equals(key.keyId())
                    && issuer.equals(key.issuer())
                    && audience.equals(namedAudience)
                    && !from.isAfter(now.plus(SKEW))
                    && until.isAfter(now.minus(SKEW));
        }
    }

    /** Creates a verifier. */
    public TinkJwtVerifier() throws GeneralSecurityException {
        NativeSignatures.use();
        JwtSignatureConfig.register();
    }

    @Override
    public Result verify(CompactJwt token, TrustEntry key, String audience, Instant now) {
        Sha256 digest = token.sha256();
        Checked before = remembered.get(digest);
        if (before != null && before.covers(key, audience, now)) {
            return Result.VALID;
        }
        try {
            JwtValidator validator = JwtValidator.newBuilder()
                    .expectTypeHeader(token.type())
                    .expectIssuer(key.issuer())
                    .expectAudience(audience)
                    .expectIssuedInThePast()
                    .setClock(Clock.fixed(now, ZoneOffset.UTC))
                    .setClockSkew(SKEW)
                    .build();
            VerifiedJwt verified = verifier(key).verifyAndDecode(token.text(), validator);
            remember(digest, key, audience, verified);
            return Result.VALID;
        } catch (JwtInvalidException e) {
            return Result.OTHER_CLAIMS;
        } catch (GeneralSecurityException e) {
            return Result.INVALID;
        }
    }

    private void remember(Sha256 digest, TrustEntry key, String audience, VerifiedJwt verified)
            throws JwtInvalidException {
        if (!verified.hasIssuedAt() || !verified.hasNotBefore()) {
            return;
        }
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        Instant issued = verified.getIssuedAt();
        Instant notBefore = verified.getNotBefore();
        Instant from = issued.isAfter(notBefore) ? issued : notBefore;
        remembered.put(digest, new Checked(key.keyId(), key.issuer(), audience, from, verified.getExpiration()));
    }

    private JwtPublicKeyVerify verifier(TrustEntry key) throws GeneralSecurityException {
        JwtPublicKeyVerify kept = verifiers.get(key.keyId());
        if (kept != null) {
            return kept;
        }
        JwtPublicKeyVerify made = make(key);
        if (verifiers.size() < MOST_KEPT) {
            verifiers.put(key.keyId(), made);
        }
        return made;
    }

    @AccessesPartialKey
    private static JwtPublicKeyVerify make(TrustEntry key) throws GeneralSecurityException {
        JwtEcdsaPublicKey imported = JwtEcdsaPublicKey.builder()
                .setParameters(JwtEcdsaParameters.builder()
                        .setAlgorithm(Jwks.algorithm(key.jwk()))
                        .setKidStrategy(JwtEcdsaParameters.KidStrategy.CUSTOM)
                        .build())
                .setPublicPoint(Jwks.point(key.jwk()))
                .setCustomKid(key.keyId())
                .build();
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(imported).withRandomId().makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), JwtPublicKeyVerify.class);
    }
}
