package dev.weir.proxy.keys;

import dev.weir.core.ledger.P256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;

/** ECDSA P-256 with SHA-256 as the Java runtime verifies it. Safe for any thread. */
public final class P256Verifier implements P256 {
    private static final int BITS = 256;

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey));
            boolean curve =
                    key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == BITS;
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature) && curve;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
