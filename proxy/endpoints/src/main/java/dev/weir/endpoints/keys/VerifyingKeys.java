package dev.weir.endpoints.keys;

import dev.weir.endpoints.net.UnusableException;
import dev.weir.smp.Dsse;
import dev.weir.smp.v1.SignedStatement;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Public keys, P-256: those of a receiver, or those with which a proxy signs statements. Immutable, for any thread. */
public final class VerifyingKeys {
    private static final int COORDINATE = 32;

    private final List<ECPublicKey> keys;

    private VerifyingKeys(List<ECPublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Returns a set without keys: nothing verifies. */
    public static VerifyingKeys none() {
        return new VerifyingKeys(List.of());
    }

    /** Reads one or more public keys in PEM. */
    public static VerifyingKeys read(Path file) throws IOException {
        List<ECPublicKey> keys = new ArrayList<>();
        for (byte[] encoded : Pem.read(Pem.PUBLIC_KEY, Files.readString(file, StandardCharsets.US_ASCII))) {
            keys.add(key(file, encoded));
        }
        if (keys.isEmpty()) {
            throw new UnusableException(file, "holds at least one public key in PEM");
        }
        return new VerifyingKeys(keys);
    }

    private static ECPublicKey key(Path file, byte[] encoded) throws IOException {
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
            if (key instanceof ECPublicKey ec
                    && ec.getParams().getCurve().getField().getFieldSize() == 256) {
                return ec;
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableException(file, "holds P-256 public keys in PEM", e);
        }
        throw new UnusableException(file, "holds P-256 public keys in PEM");
    }

    /** Returns whether a statement has the type and is signed with one of the keys. */
    public boolean verifies(String payloadType, SignedStatement statement) {
        if (!statement.getPayloadType().equals(payloadType)) {
            return false;
        }
        byte[] signed = Dsse.preAuthenticationEncoding(
                payloadType, statement.getPayload().toByteArray());
        return keys.stream()
                .anyMatch(key -> verifies(
                        "SHA256withECDSA", key, signed, statement.getSignature().toByteArray()));
    }

    /**
     * Returns the claims of a compact JWT with ES256, a type and one of the keys; empty where it is not one.
     *
     * @return JSON as it was signed
     */
    public Optional<byte[]> claims(String type, String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        for (ECPublicKey key : keys) {
            String header = "{\"alg\":\"ES256\",\"kid\":\"" + thumbprint(key) + "\",\"typ\":\"" + type + "\"}";
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8);
            try {
                boolean sound =
                        new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8).equals(header)
                                && verifies(
                                        "SHA256withECDSAinP1363Format",
                                        key,
                                        signed,
                                        Base64.getUrlDecoder().decode(parts[2]));
                if (sound) {
                    return Optional.of(Base64.getUrlDecoder().decode(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean verifies(String algorithm, PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Returns the thumbprint of the first key, RFC 7638. */
    public String thumbprint() {
        return thumbprint(keys.get(0));
    }

    private static String thumbprint(ECPublicKey key) {
        String jwk = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
                + encode(coordinate(key.getW().getAffineX()))
                + "\",\"y\":\""
                + encode(coordinate(key.getW().getAffineY()))
                + "\"}";
        try {
            return encode(MessageDigest.getInstance("SHA-256").digest(jwk.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
        }
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
        return fixed;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
