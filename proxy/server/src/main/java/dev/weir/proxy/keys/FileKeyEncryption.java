package dev.weir.proxy.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** A key encryption key in a file that only its owner can read: for development and for the quickstart. */
public final class FileKeyEncryption implements KeyEncryption {
    private final Path file;

    /** Uses a key in a file. */
    public FileKeyEncryption(Path file) {
        this.file = file;
    }

    /** Makes a new AES-256-GCM key in a file that must not exist. */
    static FileKeyEncryption create(Path file) throws IOException, GeneralSecurityException {
        AeadConfig.register();
        if (Files.exists(file)) {
            throw new IOException(file + ": exists already and is not overwritten");
        }
        AesGcmParameters parameters = AesGcmParameters.builder()
                .setKeySizeBytes(32)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.TINK)
                .build();
        KeysetHandle handle = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.generateEntryFromParameters(parameters)
                        .withRandomId()
                        .makePrimary())
                .build();
        PrivateFiles.write(file, TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get()));
        return new FileKeyEncryption(file);
    }

    @Override
    public Aead aead() throws IOException, GeneralSecurityException {
        AeadConfig.register();
        return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get())
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    @Override
    public String kind() {
        return "file";
    }
}
