package dev.weir.proxy.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.EcdsaPrivateKey;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** The signers of a keyset, one for each key, the one in use first. */
final class LedgerKeyring {
    private LedgerKeyring() {}

    @AccessesPartialKey
    static List<NoteSigner> signers(KeysetHandle keyset, String name, NoteKey.Kind kind)
            throws GeneralSecurityException {
        List<NoteSigner> signers = new ArrayList<>();
        for (int i = 0; i < keyset.size(); i++) {
            KeysetHandle.Entry entry = keyset.getAt(i);
            if (entry.getStatus() == KeyStatus.ENABLED && entry.getKey() instanceof EcdsaPrivateKey key) {
                PublicKeySign sign = KeysetHandle.newBuilder()
                        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                        .build()
                        .getPrimitive(RegistryConfiguration.get(), PublicKeySign.class);
                NoteKey note = NoteKey.of(name, kind, KeyFolder.encoded(key.getPublicKey()));
                signers.add(entry.isPrimary() ? 0 : signers.size(), new Signer(note, sign));
            }
        }
        return signers;
    }

    /** One key. */
    private record Signer(NoteKey key, PublicKeySign primitive) implements NoteSigner {
        @Override
        public byte[] sign(byte[] message) throws GeneralSecurityException {
            return primitive.sign(message);
        }
    }
}
