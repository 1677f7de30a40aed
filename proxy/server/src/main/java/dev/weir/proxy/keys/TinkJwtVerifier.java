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
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.JwtVerifier;
import dev.weir.core.attestation.TrustEntry;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks tokens with Tink: the key decides the algorithm, and type, issuer, audience and times are checked a second time.
 * Safe for any thread.
 */
public final class TinkJwtVerifier implements JwtVerifier {
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** More keys than any trust list has; beyond it verifiers are made anew each time. */
    private static final int MOST_KEPT = 2000;

    /** By thumbprint, which a trust list has compared with the key itself. */
    private final ConcurrentHashMap<String, JwtPublicKeyVerify> verifiers = new ConcurrentHashMap<>();

    /** Creates a verifier. */
    public TinkJwtVerifier() throws GeneralSecurityException {
        JwtSignatureConfig.register();
    }

    @Override
    public Result verify(CompactJwt token, TrustEntry key, String audience, Instant now) {
        try {
            JwtValidator validator = JwtValidator.newBuilder()
                    .expectTypeHeader(token.type())
                    .expectIssuer(key.issuer())
                    .expectAudience(audience)
                    .expectIssuedInThePast()
                    .setClock(Clock.fixed(now, ZoneOffset.UTC))
                    .setClockSkew(SKEW)
                    .build();
            verifier(key).verifyAndDecode(token.text(), validator);
            return Result.VALID;
        } catch (JwtInvalidException e) {
            return Result.OTHER_CLAIMS;
        } catch (GeneralSecurityException e) {
            return Result.INVALID;
        }
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
