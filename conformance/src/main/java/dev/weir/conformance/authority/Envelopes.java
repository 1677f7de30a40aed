package dev.weir.conformance.authority;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** DSSE version 1, written out: what is signed is the type and the payload, each with its length. */
public final class Envelopes {
    private Envelopes() {}

    /** Returns the bytes that are signed. */
    public static byte[] signed(String type, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ")
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** Returns an envelope as JSON. */
    public static byte[] of(String type, byte[] payload, List<SigningKey> keys) {
        List<Map<String, Object>> signatures = keys.stream()
                .map(key -> {
                    Map<String, Object> signature = new TreeMap<>();
                    signature.put("keyid", key.keyId());
                    signature.put("sig", Base64.getEncoder().encodeToString(key.signDer(signed(type, payload))));
                    return signature;
                })
                .toList();
        Map<String, Object> envelope = new TreeMap<>();
        envelope.put("payloadType", type);
        envelope.put("payload", Base64.getEncoder().encodeToString(payload));
        envelope.put("signatures", signatures);
        return Canonical.json(envelope);
    }
}
