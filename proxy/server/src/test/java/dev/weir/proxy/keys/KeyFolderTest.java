package dev.weir.proxy.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.token.TokenClass;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenScope;
import dev.weir.core.token.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final TokenScope SCOPE = new TokenScope("CA", "cms.tmsis", 'A');
    private static final byte[] STATEMENT = "a statement".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path dir;

    private Path keys = Path.of("");

    @BeforeEach
    void create() throws Exception {
        keys = dir.resolve("keys");
        KeyFolder.create(keys, "CA", NOW);
    }

    private static KeyFolder open(Path folder) throws IOException, GeneralSecurityException {
        return KeyFolder.open(folder, new FileKeyEncryption(folder.resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
    }

    private static String token(KeyFolder folder, TokenScope scope) throws GeneralSecurityException {
        TokenKeys tokenKeys = folder.tokenKeys(scope);
        return new Tokenizer(tokenKeys).token(TokenClass.MSIS_ID, "PERSON1".getBytes(StandardCharsets.US_ASCII));
    }

    private static List<PublicKey> publicKeys(Path folder) throws Exception {
        List<PublicKey> found = new ArrayList<>();
        String pem = Files.readString(folder.resolve(KeyFolder.PUBLIC_KEYS));
        for (String part : pem.split("-----END PUBLIC KEY-----")) {
            String body = part.replace("-----BEGIN PUBLIC KEY-----", "").strip();
            if (!body.isEmpty()) {
                found.add(KeyFactory.getInstance("EC")
                        .generatePublic(
                                new X509EncodedKeySpec(Base64.getMimeDecoder().decode(body))));
            }
        }
        return found;
    }

    private static boolean verifies(PublicKey key, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update(STATEMENT);
        return verifier.verify(signature);
    }

    @Test
    void openedTwice_givesTheSameTokens() throws Exception {
        String token = token(open(keys), SCOPE);
        assertTrue(token.matches("TA[A-Z2-7]{18}"), token);
        assertEquals(token, token(open(keys), SCOPE));
        assertEquals("CA", open(keys).metadata().state());
        assertEquals(List.of("A"), open(keys).metadata().epochs());
        assertEquals("2026-11-01T00:00:00Z", open(keys).metadata().created());
    }

    @Test
    void anotherFolder_givesOtherTokens() throws Exception {
        KeyFolder other = KeyFolder.create(dir.resolve("other"), "CA", NOW);
        assertNotEquals(token(open(keys), SCOPE), token(other, SCOPE));
        assertNotEquals(open(keys).metadata().probe(), other.metadata().probe());
    }

    @Test
    void signature_verifiesWithThePublishedKey() throws Exception {
        List<PublicKey> published = publicKeys(keys);
        assertEquals(1, published.size());
        assertTrue(verifies(published.get(0), open(keys).signer().sign(STATEMENT)));
    }

    @Test
    void createdTwice_isRefused_andTheOldKeysStay() throws Exception {
        String token = token(open(keys), SCOPE);
        assertThrows(IOException.class, () -> KeyFolder.create(keys, "CA", NOW));
        assertEquals(token, token(open(keys), SCOPE));
    }

    @Test
    void files_areOnlyForTheirOwner_andHoldNoKeyInTheOpen() throws Exception {
        try (Stream<Path> files = Files.list(keys)) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));
        assertTrue(Files.readString(keys.resolve("root.json")).contains("encryptedKeyset"));
        assertFalse(Files.readString(keys.resolve("root.json")).contains("keyMaterialType"));
    }

    @Test
    void newSigningKey_signsFromNowOn_andTheOldOneStillVerifies() throws Exception {
        byte[] before = open(keys).signer().sign(STATEMENT);
        String token = token(open(keys), SCOPE);
        List<String> first = open(keys).signingKeys();
        open(keys).addSigningKey();
        List<PublicKey> published = publicKeys(keys);
        assertEquals(2, published.size());
        assertTrue(verifies(published.get(0), open(keys).signer().sign(STATEMENT)), "the first one is in use");
        assertTrue(verifies(published.get(1), before));
        assertEquals(first.get(0), open(keys).signingKeys().get(1));
        assertEquals(token, token(open(keys), SCOPE));
    }

    @Test
    void newEpoch_givesOtherTokens_andTheOldOnesStay() throws Exception {
        String before = token(open(keys), SCOPE);
        TokenScope next = new TokenScope("CA", "cms.tmsis", 'B');
        assertThrows(GeneralSecurityException.class, () -> open(keys).tokenKeys(next));
        assertEquals("B", open(keys).addEpoch());
        assertEquals(List.of("A", "B"), open(keys).metadata().epochs());
        assertEquals(before, token(open(keys), SCOPE));
        assertNotEquals(before, token(open(keys), next));
    }

    @Test
    void epochs_endWithZ() throws Exception {
        for (char epoch = 'B'; epoch <= 'Z'; epoch++) {
            assertEquals(String.valueOf(epoch), open(keys).addEpoch());
        }
        assertThrows(IOException.class, () -> open(keys).addEpoch());
        assertEquals(26, open(keys).metadata().epochs().size());
    }

    @Test
    void anotherStatesPolicy_getsNoKeys() throws Exception {
        KeyFolder folder = open(keys);
        assertThrows(GeneralSecurityException.class, () -> folder.tokenKeys(new TokenScope("NV", "cms.tmsis", 'A')));
    }

    @Test
    void anotherKeyEncryptionKey_opensNothing() throws Exception {
        KeyFolder.create(dir.resolve("other"), "CA", NOW);
        Path kek = dir.resolve("other").resolve(KeyFolder.KEY_ENCRYPTION_KEY);
        assertThrows(GeneralSecurityException.class, () -> KeyFolder.open(keys, new FileKeyEncryption(kek)));
    }

    @Test
    void swappedFiles_areRefused() throws Exception {
        Path root = keys.resolve("root.json");
        Path signing = keys.resolve("signing.json");
        Files.copy(root, dir.resolve("root"));
        Files.copy(signing, root, StandardCopyOption.REPLACE_EXISTING);
        assertThrows(GeneralSecurityException.class, () -> open(keys));
        Files.copy(dir.resolve("root"), root, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(root, signing, StandardCopyOption.REPLACE_EXISTING);
        assertThrows(GeneralSecurityException.class, () -> open(keys));
    }

    /** A root key of the same key encryption key, put beside the description of another. */
    @Test
    void changedRootKey_isRefused() throws Exception {
        Path other = Files.createDirectories(dir.resolve("other"));
        Files.copy(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY), other.resolve(KeyFolder.KEY_ENCRYPTION_KEY));
        KeyFolder.create(other, "CA", NOW);
        Files.copy(other.resolve("root.json"), keys.resolve("root.json"), StandardCopyOption.REPLACE_EXISTING);
        GeneralSecurityException refused = assertThrows(GeneralSecurityException.class, () -> open(keys));
        assertTrue(String.valueOf(refused.getMessage()).contains("root key is not the one"), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "7",
                "{\"state\":\"CA\"}",
                "{\"state\":7,\"epochs\":[\"A\"]}",
                "{\"state\":\"CA\",\"created\":\"x\",\"epochs\":[],\"probe\":\"x\"}"
            })
    void brokenDescription_isRefused(String text) throws Exception {
        Files.writeString(keys.resolve("keys.json"), text);
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root.json", "signing.json", "kek.json", "keys.json"})
    void damagedFiles_areRefused_whateverTheDamage(String name) throws Exception {
        Path file = keys.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = whole.clone();
            int length = random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length;
            damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, java.util.Arrays.copyOf(damaged, length));
            try {
                // Damage in a text that nobody relies on may go unseen, but never gives other tokens.
                assertEquals("CA", open(keys).metadata().state());
            } catch (IOException | GeneralSecurityException e) {
                assertFalse(e.toString().isEmpty());
            }
        }
        Files.write(file, whole);
        assertArrayEquals(whole, Files.readAllBytes(file));
        assertEquals("CA", open(keys).metadata().state());
        Files.delete(file);
        assertRefused();
    }

    private void assertRefused() {
        Exception refused = assertThrows(Exception.class, () -> open(keys));
        assertTrue(refused instanceof IOException || refused instanceof GeneralSecurityException, refused::toString);
    }
}
