package dev.weir.core.attestation;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.smp.Dsse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A DSSE envelope, version 1: a payload, its type, and signatures over both. What is parsed is the very bytes that were
 * verified.
 */
public final class Envelope {
    /** Most bytes of an envelope. */
    public static final int MAX_BYTES = 4 << 20;

    public static final String POLICY = "application/vnd.smp.policy.v1+json";
    public static final String TRUST_LIST = "application/vnd.smp.trustlist.v1+json";
    public static final String HOLD = "application/vnd.smp.hold.v1+json";
    public static final String ROOT = "application/vnd.smp.root.v1+json";

    private static final int MOST_SIGNATURES = 16;

    private final String type;
    private final byte[] payload;
    private final List<Signed> signatures;

    /** A signature and the thumbprint of its key. */
    public record Signed(String keyId, String signature) {}

    private Envelope(String type, byte[] payload, List<Signed> signatures) {
        this.type = type;
        this.payload = payload;
        this.signatures = List.copyOf(signatures);
    }

    /** Returns an envelope without signatures. */
    public static Envelope of(String type, byte[] payload) {
        return new Envelope(type, payload.clone(), List.of());
    }

    /**
     * Reads an envelope.
     *
     * @throws ClaimException where it is not one
     */
    public static Envelope read(byte[] json) throws ClaimException {
        if (json.length > MAX_BYTES) {
            throw new ClaimException("envelope", "has at most " + MAX_BYTES + " bytes");
        }
        Json.Members members;
        try {
            members = JsonReader.readObject(json);
        } catch (JsonException e) {
            throw new ClaimException("envelope", "is a JSON object, strictly");
        }
        ClaimReader in = new ClaimReader("", members);
        String type = in.text("payloadType", 100);
        byte[] payload = bytes(in, "payload");
        List<Signed> signatures = new ArrayList<>();
        for (ClaimReader signature : in.objects("signatures", 0, MOST_SIGNATURES)) {
            signatures.add(new Signed(signature.text("keyid", 43), signature.text("sig", 200)));
            signature.finish();
        }
        in.finish();
        return new Envelope(type, payload, signatures);
    }

    private static byte[] bytes(ClaimReader in, String name) throws ClaimException {
        try {
            return Base64.getDecoder().decode(in.text(name, MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw in.problem(name, "is base64");
        }
    }

    /** Returns the type of the payload. */
    public String type() {
        return type;
    }

    /** Returns a copy of the payload, of which nothing is known unless {@link RootKeys} verified it. */
    public byte[] payload() {
        return payload.clone();
    }

    /** Returns the signatures. */
    public List<Signed> signatures() {
        return signatures;
    }

    /** Returns the bytes that signatures cover. */
    public byte[] signedBytes() {
        return Dsse.preAuthenticationEncoding(type, payload);
    }

    /** Returns the envelope with one more signature, in place of an older one of the same key. */
    public Envelope with(String keyId, byte[] signature) {
        List<Signed> more = new ArrayList<>(signatures);
        more.removeIf(s -> s.keyId().equals(keyId));
        more.add(new Signed(keyId, Base64.getEncoder().encodeToString(signature)));
        return new Envelope(type, payload, more);
    }

    /** Returns the envelope as JSON. */
    public byte[] json() {
        Map<String, Object> json = new TreeMap<>();
        json.put("payloadType", type);
        json.put("payload", Base64.getEncoder().encodeToString(payload));
        List<Object> list = new ArrayList<>();
        signatures.forEach(s -> list.add(new TreeMap<>(Map.of("keyid", s.keyId(), "sig", s.signature()))));
        json.put("signatures", list);
        return CanonicalJson.write(json);
    }
}
