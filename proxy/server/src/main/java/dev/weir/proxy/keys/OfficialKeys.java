package dev.weir.proxy.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.jwt.JwtEcdsaParameters;
import com.google.crypto.tink.jwt.JwtEcdsaPrivateKey;
import com.google.crypto.tink.jwt.JwtEcdsaPublicKey;
import com.google.crypto.tink.jwt.JwtPublicKeySign;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import com.google.crypto.tink.jwt.RawJwt;
import com.google.crypto.tink.signature.EcdsaPublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import dev.weir.core.attestation.Envelope;
import dev.weir.core.attestation.TrustEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * The keys of one official in a folder: {@code tokens.json}, with which attestations or approvals are signed, and {@code
 * files.json}, with which policies, trust lists and holds are; both encrypted by {@code kek.json}. A person has a folder,
 * and nobody else has it.
 */
public final class OfficialKeys {
    private static final String TOKENS = "tokens.json";
    private static final String FILES = "files.json";

    private final KeysetHandle tokens;
    private final KeysetHandle files;

    private OfficialKeys(KeysetHandle tokens, KeysetHandle files) {
        this.tokens = tokens;
        this.files = files;
    }

    /**
     * Makes the keys of an official in a folder that has none.
     *
     * @param strong P-384 for tokens in place of P-256
     */
    public static OfficialKeys create(Path dir, boolean strong) throws IOException, GeneralSecurityException {
        JwtSignatureConfig.register();
        SignatureConfig.register();
        PrivateFiles.createDirectory(dir);
        if (Files.exists(dir.resolve(TOKENS)) || Files.exists(dir.resolve(FILES))) {
            throw new IOException(dir + ": has keys already");
        }
        FileKeyEncryption encryption = FileKeyEncryption.create(dir.resolve(KeyFolder.KEY_ENCRYPTION_KEY));
        KeysetHandle tokens = tokenKey(strong);
        KeysetHandle files = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.generateEntryFromParameters(KeyFolder.signatures())
                        .withRandomId()
                        .makePrimary())
                .build();
        write(dir, TOKENS, tokens, encryption);
        write(dir, FILES, files, encryption);
        return new OfficialKeys(tokens, files);
    }

    /** Tokens name their key by its thumbprint, which is only known when the key is. */
    @AccessesPartialKey
    private static KeysetHandle tokenKey(boolean strong) throws GeneralSecurityException {
        JwtEcdsaParameters.Algorithm algorithm =
                strong ? JwtEcdsaParameters.Algorithm.ES384 : JwtEcdsaParameters.Algorithm.ES256;
        KeysetHandle made = KeysetHandle.generateNew(JwtEcdsaParameters.builder()
                .setAlgorithm(algorithm)
                .setKidStrategy(JwtEcdsaParameters.KidStrategy.IGNORED)
                .build());
        if (!(made.getPrimary().getKey() instanceof JwtEcdsaPrivateKey key)) {
            throw new GeneralSecurityException("a key is of the kind that was asked for");
        }
        TrustEntry.Jwk jwk = Jwks.of(key.getPublicKey().getPublicPoint(), !strong);
        JwtEcdsaPublicKey named = JwtEcdsaPublicKey.builder()
                .setParameters(JwtEcdsaParameters.builder()
                        .setAlgorithm(algorithm)
                        .setKidStrategy(JwtEcdsaParameters.KidStrategy.CUSTOM)
                        .build())
                .setPublicPoint(key.getPublicKey().getPublicPoint())
                .setCustomKid(jwk.thumbprint())
                .build();
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(JwtEcdsaPrivateKey.create(named, key.getPrivateValue()))
                        .withRandomId()
                        .makePrimary())
                .build();
    }

    /** Opens the keys of an official. */
    public static OfficialKeys open(Path dir) throws IOException, GeneralSecurityException {
        JwtSignatureConfig.register();
        SignatureConfig.register();
        FileKeyEncryption encryption = new FileKeyEncryption(dir.resolve(KeyFolder.KEY_ENCRYPTION_KEY));
        return new OfficialKeys(read(dir, TOKENS, encryption), read(dir, FILES, encryption));
    }

    private static KeysetHandle read(Path dir, String name, KeyEncryption encryption)
            throws IOException, GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                Files.readString(dir.resolve(name)), encryption.aead(), context(name));
    }

    private static void write(Path dir, String name, KeysetHandle keyset, KeyEncryption encryption)
            throws IOException, GeneralSecurityException {
        PrivateFiles.write(
                dir.resolve(name),
                TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keyset, encryption.aead(), context(name)) + "\n");
    }

    private static byte[] context(String name) {
        return ("weir official " + name).getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the public key for tokens, as trust lists name it. */
    @AccessesPartialKey
    public TrustEntry.Jwk tokenJwk() throws GeneralSecurityException {
        if (tokens.getPublicKeysetHandle().getPrimary().getKey() instanceof JwtEcdsaPublicKey key) {
            boolean small = key.getParameters().getAlgorithm().equals(JwtEcdsaParameters.Algorithm.ES256);
            return Jwks.of(key.getPublicPoint(), small);
        }
        throw new GeneralSecurityException("tokens are signed with an elliptic key");
    }

    /** Returns the public key for files, as root keys name it. */
    @AccessesPartialKey
    public TrustEntry.Jwk fileJwk() throws GeneralSecurityException {
        if (files.getPublicKeysetHandle().getPrimary().getKey() instanceof EcdsaPublicKey key) {
            return Jwks.of(key.getPublicPoint(), true);
        }
        throw new GeneralSecurityException("files are signed with an elliptic key");
    }

    /**
     * Signs claims.
     *
     * @param type the header's typ
     * @param claims JSON
     * @return a compact token whose header has exactly alg, typ and kid
     */
    public String sign(String type, byte[] claims) throws GeneralSecurityException {
        RawJwt raw = RawJwt.fromJsonPayload(Optional.of(type), new String(claims, StandardCharsets.UTF_8));
        return tokens.getPrimitive(RegistryConfiguration.get(), JwtPublicKeySign.class)
                .signAndEncode(raw);
    }

    /** Adds a signature to an envelope. */
    public Envelope sign(Envelope envelope) throws GeneralSecurityException {
        PublicKeySign signer = files.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class);
        return envelope.with(fileJwk().thumbprint(), signer.sign(envelope.signedBytes()));
    }
}
