package dev.weir.conformance.authority;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** A key of one person or body, P-256 or P-384, made for a run. Safe for any thread. */
public final class SigningKey {
    private final KeyPair pair;
    private final int bytes;

    private SigningKey(KeyPair pair, int bytes) {
        this.pair = pair;
        this.bytes = bytes;
    }

    /** Makes a key for ES256. */
    public static SigningKey p256() {
        return make("secp256r1", 32);
    }

    /** Makes a key for ES384. */
    public static SigningKey p384() {
        return make("secp384r1", 48);
    }

    private static SigningKey make(String curve, int bytes) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new SigningKey(generator.generateKeyPair(), bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 and P-384 are part of every Java runtime", e);
        }
    }

    /** Returns the public key, RFC 7517, with the members that its thumbprint covers. */
    public Map<String, Object> jwk() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        Map<String, Object> jwk = new TreeMap<>();
        jwk.put("crv", bytes == 32 ? "P-256" : "P-384");
        jwk.put("kty", "EC");
        jwk.put("x", Canonical.encoded(unsigned(key.getW().getAffineX())));
        jwk.put("y", Canonical.encoded(unsigned(key.getW().getAffineY())));
        return jwk;
    }

    private byte[] unsigned(BigInteger number) {
        byte[] found = number.toByteArray();
        byte[] fixed = new byte[bytes];
        int length = Math.min(found.length, bytes);
        System.arraycopy(found, found.length - length, fixed, bytes - length, length);
        return fixed;
    }

    /** Returns the RFC 7638 thumbprint. */
    public String keyId() {
        return Canonical.encoded(Canonical.sha256(Canonical.json(jwk())));
    }

    /** Returns the algorithm that tokens of this key name. */
    public String algorithm() {
        return bytes == 32 ? "ES256" : "ES384";
    }

    /** Signs as tokens do: two numbers of fixed length. */
    public byte[] signPlain(byte[] text) {
        return sign(bytes == 32 ? "SHA256withECDSAinP1363Format" : "SHA384withECDSAinP1363Format", text);
    }

    /** Signs as envelopes and notes do: SHA-256, DER. */
    public byte[] signDer(byte[] text) {
        return sign("SHA256withECDSA", text);
    }

    private byte[] sign(String algorithm, byte[] text) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(pair.getPrivate());
            signer.update(text);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key signs", e);
        }
    }

    /** Returns the public key, SubjectPublicKeyInfo. */
    public byte[] der() {
        return pair.getPublic().getEncoded();
    }

    /** Returns the public key in PEM. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der()) + "\n-----END PUBLIC KEY-----\n";
    }

    /** Returns a signature of a length that fits, with numbers that no signature may have. */
    byte[] numbers(String kind) {
        byte[] signature = new byte[2 * bytes];
        if (kind.equals("large")) {
            Arrays.fill(signature, (byte) 0xFF);
        }
        return signature;
    }
}
