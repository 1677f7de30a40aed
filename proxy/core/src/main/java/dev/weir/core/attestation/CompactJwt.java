package dev.weir.core.attestation;

import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.smp.Sha256;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A signed token in compact form, RFC 7515, taken apart and nothing more: its signature has not been checked. Its header
 * has exactly alg, typ and kid. What a general library lets through, such as other header members or stray bits, is
 * refused here.
 */
public final class CompactJwt {
    /** Most characters of one token. */
    public static final int MAX_LENGTH = 8192;

    private static final Set<String> MEMBERS = Set.of("alg", "typ", "kid");
    private static final Set<String> ALGORITHMS = Set.of("ES256", "ES384");
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String text;
    private final String algorithm;
    private final String type;
    private final String keyId;
    private final byte[] payload;

    private CompactJwt(String text, String algorithm, String type, String keyId, byte[] payload) {
        this.text = text;
        this.algorithm = algorithm;
        this.type = type;
        this.keyId = keyId;
        this.payload = payload;
    }

    /**
     * Takes a token apart.
     *
     * @param text at most {@value #MAX_LENGTH} characters
     * @throws ClaimException where it is not the compact form with exactly these header members
     */
    public static CompactJwt read(String text) throws ClaimException {
        if (text.length() > MAX_LENGTH) {
            throw new ClaimException("token", "has at most " + MAX_LENGTH + " characters");
        }
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            throw new ClaimException("token", "has three parts with dots between them");
        }
        byte[] header = part(text.substring(0, first));
        byte[] payload = part(text.substring(first + 1, second));
        part(text.substring(second + 1));
        try {
            Json.Members members = JsonReader.readObject(header);
            if (!members.values().keySet().equals(MEMBERS)) {
                throw new ClaimException("header", "has exactly alg, typ and kid");
            }
            String algorithm = member(members, "alg");
            String keyId = member(members, "kid");
            if (!ALGORITHMS.contains(algorithm)) {
                throw new ClaimException("header.alg", "is ES256 or ES384");
            }
            if (!KEY_ID.matcher(keyId).matches()) {
                throw new ClaimException("header.kid", "is the RFC 7638 thumbprint of a key");
            }
            return new CompactJwt(text, algorithm, member(members, "typ"), keyId, payload);
        } catch (JsonException e) {
            throw new ClaimException("header", "is JSON, strictly");
        }
    }

    private static byte[] part(String text) throws ClaimException {
        Optional<byte[]> bytes = Texts.base64url(text);
        if (bytes.isEmpty() || text.isEmpty()) {
            throw new ClaimException("token", "has three parts of base64url without padding or stray bits");
        }
        return bytes.get();
    }

    private static String member(Json.Members members, String name) throws ClaimException {
        return members.text(name).orElseThrow(() -> new ClaimException("header." + name, "is a text"));
    }

    /** Returns the token as it came. */
    public String text() {
        return text;
    }

    /** Returns ES256 or ES384, as the header says; the key decides. */
    public String algorithm() {
        return algorithm;
    }

    /** Returns the header's typ. */
    public String type() {
        return type;
    }

    /** Returns the thumbprint of the key. */
    public String keyId() {
        return keyId;
    }

    /** Returns the digest of the token's ASCII. */
    public Sha256 sha256() {
        return Texts.sha256Ascii(text);
    }

    /**
     * Returns the claims.
     *
     * @throws ClaimException where the payload is not a JSON object, strictly
     */
    public Json.Members claims() throws ClaimException {
        try {
            return JsonReader.readObject(payload);
        } catch (JsonException e) {
            throw new ClaimException("payload", "is a JSON object, strictly");
        }
    }
}
