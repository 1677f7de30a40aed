package dev.weir.endpoints.keys;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.weir.smp.Dsse;
import dev.weir.smp.v1.SignedStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The key with which a receiver signs, P-256. Safe for any thread. */
public final class ReceiverKey {
    private final PrivateKey key;
    private final VerifyingKeys publicKey;

    private ReceiverKey(PrivateKey key, VerifyingKeys publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /**
     * Makes a key: the private part in a file that only its owner can read, the public part, which proxies need, beside it.
     *
     * @param file a file that does not exist yet
     * @param publicFile where the public part goes
     */
    public static ReceiverKey create(Path file, Path publicFile) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file + ": a key is never overwritten");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            String publicPem = Pem.write(Pem.PUBLIC_KEY, pair.getPublic().getEncoded());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    Pem.write(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()) + publicPem,
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.TRUNCATE_EXISTING);
            Files.writeString(publicFile, publicPem, StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 is part of every Java runtime", e);
        }
        return read(file);
    }

    /** Reads a key that {@link #create} made. */
    public static ReceiverKey read(Path file) throws IOException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        try {
            byte[] encoded = Pem.read(Pem.PRIVATE_KEY, pem).stream()
                    .findFirst()
                    .orElseThrow(() -> new IOException(file + ": holds a private key in PEM"));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new ReceiverKey(key, VerifyingKeys.read(file));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": holds a P-256 private key in PEM", e);
        }
    }

    /** Signs a statement. */
    public SignedStatement sign(String payloadType, MessageLite statement) {
        ByteString payload = statement.toByteString();
        byte[] signature = sign("SHA256withECDSA", Dsse.preAuthenticationEncoding(payloadType, payload.toByteArray()));
        return SignedStatement.newBuilder()
                .setPayloadType(payloadType)
                .setPayload(payload)
                .setSignature(ByteString.copyFrom(signature))
                .build();
    }

    /**
     * Signs claims as a compact JWT with ES256.
     *
     * @param type value of typ
     * @param claims JSON
     */
    public String jwt(String type, String claims) {
        String header = "{\"alg\":\"ES256\",\"kid\":\"" + publicKey.thumbprint() + "\",\"typ\":\"" + type + "\"}";
        String signed =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        byte[] signature = sign("SHA256withECDSAinP1363Format", signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encode(signature);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] sign(String algorithm, byte[] bytes) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(bytes);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a P-256 key signs", e);
        }
    }
}
