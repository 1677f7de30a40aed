package dev.weir.core.attestation;

/** Checks an ECDSA P-256 signature in DER. Safe for any thread. */
@FunctionalInterface
public interface EnvelopeVerifier {
    /** Returns whether a signature of a key fits some bytes. */
    boolean verify(TrustEntry.Jwk key, byte[] bytes, byte[] signature);
}
