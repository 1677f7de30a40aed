package dev.weir.conformance.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Detached signatures of results: ECDSA P-256 with SHA-256 over the bytes of the file, Base64 in a file beside it. */
public final class Signing {
    private static final String ALGORITHM = "SHA256withECDSA";

    private Signing() {}

    /** Makes a key pair: the private key in a file that only its owner can read, the public key beside it. */
    public static void generate(Path privateKey, Path publicKey) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Files.createFile(
                privateKey, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    /** Signs a file. */
    public static Path sign(Path file, Path privateKey) throws IOException, GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(privateKey)));
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        signature.update(Files.readAllBytes(file));
        Path target = file.resolveSibling(file.getFileName() + ".sig");
        Files.writeString(target, Base64.getEncoder().encodeToString(signature.sign()) + "\n");
        return target;
    }

    /** Returns whether a file has the signature that lies beside it. */
    public static boolean verify(Path file, Path publicKey) throws IOException, GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes(publicKey)));
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initVerify(key);
        signature.update(Files.readAllBytes(file));
        String text = Files.readString(file.resolveSibling(file.getFileName() + ".sig"))
                .strip();
        try {
            return signature.verify(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String pem(String name, byte[] bytes) {
        return "-----BEGIN " + name + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + name
                + "-----\n";
    }

    private static byte[] bytes(Path pem) throws IOException {
        return Base64.getMimeDecoder()
                .decode(Files.readString(pem, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", ""));
    }
}
