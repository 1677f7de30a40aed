package dev.weir.core.ledger;

/** Verifies ECDSA signatures on the curve P-256 with SHA-256. Implementations are safe for any thread. */
@FunctionalInterface
public interface P256 {
    /**
     * Returns whether a signature holds; also false where key or signature are malformed.
     *
     * @param publicKey in DER, SubjectPublicKeyInfo
     * @param signature in DER
     */
    boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
