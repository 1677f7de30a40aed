package dev.weir.core.ledger;

import java.security.GeneralSecurityException;

/** A private key that signs notes. Implementations are safe for any thread. */
public interface NoteSigner {
    /** Returns the public key with its name. */
    NoteKey key();

    /** Returns an ECDSA P-256 signature with SHA-256, in DER. */
    byte[] sign(byte[] message) throws GeneralSecurityException;
}
