package dev.weir.proxy.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.EcdsaPublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import dev.weir.core.attestation.EnvelopeVerifier;
import dev.weir.core.attestation.TrustEntry;
import java.security.GeneralSecurityException;

/** Checks the signatures of envelopes with Tink: ECDSA P-256 in DER, without a prefix. Safe for any thread. */
public final class TinkEnvelopeVerifier implements EnvelopeVerifier {
    /** Creates a verifier. */
    public TinkEnvelopeVerifier() throws GeneralSecurityException {
        NativeSignatures.use();
        SignatureConfig.register();
    }

    @Override
    public boolean verify(TrustEntry.Jwk key, byte[] bytes, byte[] signature) {
        try {
            verifier(key).verify(signature, bytes);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @AccessesPartialKey
    private static PublicKeyVerify verifier(TrustEntry.Jwk key) throws GeneralSecurityException {
        EcdsaPublicKey imported = EcdsaPublicKey.builder()
                .setParameters(KeyFolder.signatures())
                .setPublicPoint(Jwks.point(key))
                .build();
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(imported).withRandomId().makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class);
    }
}
