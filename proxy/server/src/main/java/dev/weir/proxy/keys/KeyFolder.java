package dev.weir.proxy.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import com.google.crypto.tink.signature.EcdsaParameters;
import com.google.crypto.tink.signature.EcdsaPublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.token.AccountingKey;
import dev.weir.core.token.RootKey;
import dev.weir.core.token.TokenClass;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenScope;
import dev.weir.core.token.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The keys of one state in a folder: {@code root.json}, the root key for tokens, a Tink HMAC-SHA-256 PRF keyset;
 * {@code signing.json}, ECDSA P-256 keys for statements; {@code ledger.json}, those for checkpoints; all encrypted. Beside them {@code keys.json}, which is not
 * secret, and {@code statement-keys.pem}, the public keys that receivers need.
 *
 * <p>A root key is made once and never replaced: losing it, or changing it, breaks every link between old and new tokens.
 */
public final class KeyFolder {
    /** Public signing keys in PEM, for receivers. */
    public static final String PUBLIC_KEYS = "statement-keys.pem";

    /** Public keys of the ledger as verifier lines, for everybody who checks it. */
    public static final String LEDGER_KEYS = "ledger-keys.txt";

    /** Key encryption key where none is named. */
    public static final String KEY_ENCRYPTION_KEY = "kek.json";

    private static final String ROOT = "root.json";
    private static final String SIGNING = "signing.json";
    private static final String LEDGER = "ledger.json";
    private static final String METADATA = "keys.json";
    private static final byte[] PROBE = "SMP1-PROBE".getBytes(StandardCharsets.US_ASCII);

    private final Path dir;
    private final KeyEncryption encryption;
    private final KeyMetadata metadata;
    private final KeysetHandle root;
    private final KeysetHandle signing;

    private KeyFolder(
            Path dir, KeyEncryption encryption, KeyMetadata metadata, KeysetHandle root, KeysetHandle signing) {
        this.dir = dir;
        this.encryption = encryption;
        this.metadata = metadata;
        this.root = root;
        this.signing = signing;
    }

    /** Makes the keys of a state in a folder that has none. */
    public static KeyFolder create(Path dir, String state, Instant now) throws IOException, GeneralSecurityException {
        PrivateFiles.createDirectory(dir);
        if (Files.exists(dir.resolve(ROOT)) || Files.exists(dir.resolve(METADATA))) {
            throw new IOException(dir + ": has keys already, and a root key is never replaced");
        }
        PrfConfig.register();
        SignatureConfig.register();
        Path keyEncryptionKey = dir.resolve(KEY_ENCRYPTION_KEY);
        KeyEncryption encryption = Files.exists(keyEncryptionKey)
                ? new FileKeyEncryption(keyEncryptionKey)
                : FileKeyEncryption.create(keyEncryptionKey);
        KeysetHandle root = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.generateEntryFromParameters(HmacPrfParameters.builder()
                                .setKeySizeBytes(32)
                                .setHashType(HmacPrfParameters.HashType.SHA256)
                                .build())
                        .withRandomId()
                        .makePrimary())
                .build();
        KeysetHandle signing = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.generateEntryFromParameters(signatures())
                        .withRandomId()
                        .makePrimary())
                .build();
        KeyMetadata metadata = new KeyMetadata(state, now.toString(), List.of("A"), probe(state, root));
        KeyFolder folder = new KeyFolder(dir, encryption, metadata, root, signing);
        folder.write(ROOT, root);
        folder.write(SIGNING, signing);
        folder.ledger();
        folder.writePublicKeys();
        metadata.write(dir.resolve(METADATA));
        return folder;
    }

    static EcdsaParameters signatures() throws GeneralSecurityException {
        return EcdsaParameters.builder()
                .setCurveType(EcdsaParameters.CurveType.NIST_P256)
                .setHashType(EcdsaParameters.HashType.SHA256)
                .setSignatureEncoding(EcdsaParameters.SignatureEncoding.DER)
                .setVariant(EcdsaParameters.Variant.NO_PREFIX)
                .build();
    }

    /**
     * Opens the keys of a state.
     *
     * @throws GeneralSecurityException where they cannot be decrypted, or the root key is not the one of its description
     */
    public static KeyFolder open(Path dir, KeyEncryption encryption) throws IOException, GeneralSecurityException {
        PrfConfig.register();
        SignatureConfig.register();
        KeyMetadata metadata = KeyMetadata.read(dir.resolve(METADATA));
        KeysetHandle root = read(dir, ROOT, encryption);
        KeysetHandle signing = read(dir, SIGNING, encryption);
        if (!probe(metadata.state(), root).equals(metadata.probe())) {
            throw new GeneralSecurityException(
                    dir + ": the root key is not the one that the tokens of this state are made with");
        }
        return new KeyFolder(dir, encryption, metadata, root, signing);
    }

    private static KeysetHandle read(Path dir, String name, KeyEncryption encryption)
            throws IOException, GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                Files.readString(dir.resolve(name)), encryption.aead(), context(name));
    }

    private void write(String name, KeysetHandle keyset) throws IOException, GeneralSecurityException {
        PrivateFiles.write(
                dir.resolve(name),
                TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keyset, encryption.aead(), context(name)) + "\n");
    }

    /** Binds an encrypted keyset to its name, so that one cannot be put in place of another. */
    private static byte[] context(String name) {
        return ("weir " + name).getBytes(StandardCharsets.US_ASCII);
    }

    private static String probe(String state, KeysetHandle root) throws GeneralSecurityException {
        TokenKeys keys = TokenKeys.derive(rootKey(root), new TokenScope(state, "smp.probe", 'A'));
        return new Tokenizer(keys).token(TokenClass.OTHER_ID, PROBE);
    }

    private static RootKey rootKey(KeysetHandle root) throws GeneralSecurityException {
        PrfSet prf = root.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
        return input -> {
            try {
                return prf.computePrimary(input, 32);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("root key: HMAC-SHA-256 gives 32 bytes", e);
            }
        };
    }

    /** Returns what is known about the keys without being secret. */
    public KeyMetadata metadata() {
        return metadata;
    }

    /** Returns the kind of keeper of the key encryption key. */
    public String keeper() {
        return encryption.kind();
    }

    /**
     * Derives the token keys of a scope.
     *
     * @throws GeneralSecurityException where the scope is of another state, or of an epoch that was never made
     */
    public TokenKeys tokenKeys(TokenScope scope) throws GeneralSecurityException {
        if (!scope.state().equals(metadata.state())) {
            throw new GeneralSecurityException(dir + ": the keys are those of another state than the policy");
        }
        if (!metadata.epochs().contains(String.valueOf(scope.epoch()))) {
            throw new GeneralSecurityException(
                    dir + ": the policy's token epoch was never made: weir keys rotate --epoch");
        }
        return TokenKeys.derive(rootKey(root), scope);
    }

    /** Signs bytes with the signing key in use. */
    @FunctionalInterface
    public interface Signer {
        /** Returns an ECDSA P-256 signature in DER. */
        byte[] sign(byte[] bytes) throws GeneralSecurityException;
    }

    /** Returns a signer, safe for any thread. */
    public Signer signer() throws GeneralSecurityException {
        return signing.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class)::sign;
    }

    /** Returns the SHA-256 fingerprints of the public signing keys, the one in use first. */
    public List<String> signingKeys() throws GeneralSecurityException {
        List<String> fingerprints = new ArrayList<>();
        for (byte[] key : publicKeys()) {
            fingerprints.add(HexFormat.of()
                    .formatHex(dev.weir.smp.Sha256.of(key).toByteArray())
                    .substring(0, 32));
        }
        return fingerprints;
    }

    /** Adds the next token epoch. Policies that name it give tokens that do not link to those of older ones. */
    public String addEpoch() throws IOException {
        char last = metadata.epochs().get(metadata.epochs().size() - 1).charAt(0);
        if (last == 'Z') {
            throw new IOException(dir + ": there are no epochs after Z");
        }
        String next = String.valueOf((char) (last + 1));
        metadata.withEpoch(next).write(dir.resolve(METADATA));
        return next;
    }

    /** Adds a signing key and uses it from now on; the old ones stay, so that what they signed can be verified. */
    public void addSigningKey() throws IOException, GeneralSecurityException {
        KeysetHandle more = KeysetHandle.newBuilder(signing)
                .addEntry(KeysetHandle.generateEntryFromParameters(signatures())
                        .withRandomId()
                        .makePrimary())
                .build();
        write(SIGNING, more);
        new KeyFolder(dir, encryption, metadata, root, more).writePublicKeys();
    }

    /** Returns the keyset of the ledger, and makes it for a folder that is older than ledgers. */
    private KeysetHandle ledger() throws IOException, GeneralSecurityException {
        if (Files.exists(dir.resolve(LEDGER))) {
            return read(dir, LEDGER, encryption);
        }
        KeysetHandle made = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.generateEntryFromParameters(signatures())
                        .withRandomId()
                        .makePrimary())
                .build();
        write(LEDGER, made);
        return made;
    }

    /**
     * Returns the keys that sign the checkpoints of a ledger, the one in use first, and writes their public halves.
     *
     * @param origin name of the ledger
     */
    public List<NoteSigner> ledgerSigners(String origin) throws IOException, GeneralSecurityException {
        List<NoteSigner> signers = LedgerKeyring.signers(ledger(), origin, NoteKey.Kind.LEDGER);
        StringBuilder lines = new StringBuilder();
        signers.forEach(signer -> lines.append(signer.key().line()).append('\n'));
        Path file = dir.resolve(LEDGER_KEYS);
        if (!Files.exists(file) || !Files.readString(file).equals(lines.toString())) {
            PrivateFiles.write(file, lines.toString());
        }
        return signers;
    }

    /**
     * Returns the key with which this proxy cosigns the checkpoints of others.
     *
     * @param name under which other states know it
     */
    public NoteSigner witnessSigner(String name) throws IOException, GeneralSecurityException {
        return LedgerKeyring.signers(ledger(), name, NoteKey.Kind.WITNESS).get(0);
    }

    /** Adds a ledger key. The old ones go on signing beside it, so that whoever knows one of them can follow. */
    public void addLedgerKey() throws IOException, GeneralSecurityException {
        write(
                LEDGER,
                KeysetHandle.newBuilder(ledger())
                        .addEntry(KeysetHandle.generateEntryFromParameters(signatures())
                                .withRandomId()
                                .makePrimary())
                        .build());
    }

    /** Returns the SHA-256 fingerprints of the ledger's public keys, the one in use first. */
    public List<String> ledgerKeys() throws IOException, GeneralSecurityException {
        return LedgerKeyring.signers(ledger(), "ledger", NoteKey.Kind.LEDGER).stream()
                .map(signer -> signer.key().fingerprint().hex())
                .toList();
    }

    /** Returns the file of the ledger's public keys; {@link #ledgerSigners} writes it. */
    public Path ledgerKeysFile() {
        return dir.resolve(LEDGER_KEYS);
    }

    /** Derives the key under which the people of one submission are blinded in the accounting. */
    public AccountingKey accountingKey(String submissionId) throws GeneralSecurityException {
        return AccountingKey.derive(rootKey(root), metadata.state(), submissionId);
    }

    private void writePublicKeys() throws IOException, GeneralSecurityException {
        StringBuilder pem = new StringBuilder();
        for (byte[] key : publicKeys()) {
            pem.append("-----BEGIN PUBLIC KEY-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key))
                    .append("\n-----END PUBLIC KEY-----\n");
        }
        PrivateFiles.write(dir.resolve(PUBLIC_KEYS), pem.toString());
    }

    private List<byte[]> publicKeys() throws GeneralSecurityException {
        List<byte[]> keys = new ArrayList<>();
        KeysetHandle handle = signing.getPublicKeysetHandle();
        for (int i = 0; i < handle.size(); i++) {
            KeysetHandle.Entry entry = handle.getAt(i);
            if (entry.getStatus() == KeyStatus.ENABLED && entry.getKey() instanceof EcdsaPublicKey key) {
                keys.add(entry.isPrimary() ? 0 : keys.size(), encoded(key));
            }
        }
        return keys;
    }

    @AccessesPartialKey
    static byte[] encoded(EcdsaPublicKey key) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPublicKeySpec spec = new ECPublicKeySpec(key.getPublicPoint(), curve.getParameterSpec(ECParameterSpec.class));
        return KeyFactory.getInstance("EC").generatePublic(spec).getEncoded();
    }
}
