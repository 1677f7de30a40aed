package dev.weir.conformance.weir;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.util.SecretBytes;
import dev.weir.conformance.oracle.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Puts a root key that the suite knows into a key folder, in place of the one that the command line made by chance. */
final class WeirKeys {
    private WeirKeys() {}

    @AccessesPartialKey
    static void putRoot(Path keys, byte[] root, String state) throws IOException, GeneralSecurityException {
        AeadConfig.register();
        PrfConfig.register();
        Aead kek = TinkJsonProtoKeysetFormat.parseKeyset(
                        Files.readString(keys.resolve("kek.json")), InsecureSecretKeyAccess.get())
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
        HmacPrfParameters parameters = HmacPrfParameters.builder()
                .setKeySizeBytes(32)
                .setHashType(HmacPrfParameters.HashType.SHA256)
                .build();
        KeysetHandle handle = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(HmacPrfKey.builder()
                                .setParameters(parameters)
                                .setKeyBytes(SecretBytes.copyFrom(root, InsecureSecretKeyAccess.get()))
                                .build())
                        .withRandomId()
                        .makePrimary())
                .build();
        Files.writeString(
                keys.resolve("root.json"),
                TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                                handle, kek, "weir root.json".getBytes(StandardCharsets.US_ASCII))
                        + "\n");
        String probe = new Tokens(root, state, "smp.probe", 'A').token("other-id", "SMP1-PROBE");
        String metadata = Files.readString(keys.resolve("keys.json"));
        Files.writeString(keys.resolve("keys.json"), metadata.replaceAll("(\"probe\":\\s*\")[^\"]*", "$1" + probe));
    }
}
