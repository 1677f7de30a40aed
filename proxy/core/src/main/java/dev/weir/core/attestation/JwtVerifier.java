package dev.weir.core.attestation;

import java.time.Instant;

/** Checks signatures, by whatever library the caller trusts. Safe for any thread. */
@FunctionalInterface
public interface JwtVerifier {
    /** What the library found. */
    enum Result {
        /** The signature fits, and so do type, issuer, audience and times. */
        VALID,
        /** The signature fits; type, issuer, audience or times do not. */
        OTHER_CLAIMS,
        /** The signature does not fit. */
        INVALID
    }

    /**
     * Checks a token with a key. The key decides the algorithm.
     *
     * @param audience who must be the only audience
     */
    Result verify(CompactJwt token, TrustEntry key, String audience, Instant now);
}
