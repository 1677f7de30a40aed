package dev.weir.proxy.edge;

import java.security.GeneralSecurityException;

/** Signs statements with the proxy's key. Safe for any thread. */
@FunctionalInterface
public interface StatementSigner {
    /** Returns an ECDSA P-256 signature in DER over some bytes. */
    byte[] sign(byte[] bytes) throws GeneralSecurityException;
}
