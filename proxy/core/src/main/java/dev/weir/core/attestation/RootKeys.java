package dev.weir.core.attestation;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The keys that sign policy, trust list, holds and these keys themselves, and how many of them must. Immutable.
 *
 * @param version rises with every change
 * @param issued when it was made
 * @param expires from when on it says nothing any more
 * @param keys public keys by thumbprint
 * @param roles who signs what
 */
public record RootKeys(
        long version, Instant issued, Instant expires, Map<String, TrustEntry.Jwk> keys, Map<Kind, Role> roles) {
    /** What is signed. */
    public enum Kind {
        ROOT(Envelope.ROOT),
        POLICY(Envelope.POLICY),
        TRUST_LIST(Envelope.TRUST_LIST),
        HOLD(Envelope.HOLD);

        private final String payloadType;

        Kind(String payloadType) {
            this.payloadType = payloadType;
        }

        /** Returns the payload type of its envelopes. */
        public String payloadType() {
            return payloadType;
        }
    }

    /** Keys, and how many of them must sign. */
    public record Role(int threshold, Set<String> keyIds) {
        public Role {
            keyIds = Set.copyOf(keyIds);
            if (threshold < 1 || threshold > keyIds.size()) {
                throw new IllegalArgumentException("roles: threshold: is from 1 to the number of keys");
            }
        }
    }

    public RootKeys {
        keys = Map.copyOf(keys);
        roles = Map.copyOf(roles);
        if (roles.size() != Kind.values().length) {
            throw new IllegalArgumentException("roles: ROOT, POLICY, TRUST_LIST and HOLD are there");
        }
        for (Role role : roles.values()) {
            if (!keys.keySet().containsAll(role.keyIds())) {
                throw new IllegalArgumentException("roles: keys: are listed under keys");
            }
        }
        if (version < 1 || !issued.isBefore(expires)) {
            throw new IllegalArgumentException("version: rises from 1, and expires comes after issued");
        }
    }

    /**
     * Reads keys.
     *
     * @throws ClaimException where a member is missing, unknown or breaks its limits
     */
    public static RootKeys read(byte[] json) throws ClaimException {
        Json.Members members;
        try {
            members = JsonReader.readObject(json);
        } catch (JsonException e) {
            throw new ClaimException("root keys", "are a JSON object, strictly");
        }
        ClaimReader in = new ClaimReader("", members);
        Map<String, TrustEntry.Jwk> keys = new TreeMap<>();
        for (ClaimReader key : in.objects("keys", 1, 64)) {
            TrustEntry.Jwk jwk = TrustEntry.Jwk.read(key);
            if (!jwk.crv().equals("P-256") || keys.put(jwk.thumbprint(), jwk) != null) {
                throw in.problem("keys", "are on P-256, none twice");
            }
        }
        Map<Kind, Role> roles = new TreeMap<>();
        ClaimReader named = in.object("roles");
        for (Kind kind : Kind.values()) {
            ClaimReader role = named.object(kind.name());
            List<String> ids = role.texts("keys", 1, 64, 43);
            long threshold = role.whole("threshold", 1, ids.size());
            role.finish();
            if (new HashSet<>(ids).size() < ids.size() || !keys.keySet().containsAll(ids)) {
                throw role.problem("keys", "are listed under keys, none twice");
            }
            roles.put(kind, new Role((int) threshold, Set.copyOf(ids)));
        }
        named.finish();
        long version = in.whole("version", 1, 1_000_000_000);
        Instant issued = in.time("issued");
        Instant expires = in.time("expires");
        in.finish();
        if (!issued.isBefore(expires)) {
            throw in.problem("expires", "is after issued");
        }
        return new RootKeys(version, issued, expires, keys, roles);
    }

    private Role role(Kind kind) {
        Role role = roles.get(kind);
        if (role == null) {
            throw new IllegalStateException("root keys: every kind has a role");
        }
        return role;
    }

    /** Returns how many keys must sign. */
    public int threshold(Kind kind) {
        return role(kind).threshold();
    }

    /** Returns how many different keys of a role have signed an envelope; 0 where it is of another type. */
    public int signers(Envelope envelope, Kind kind, EnvelopeVerifier verifier) {
        if (!envelope.type().equals(kind.payloadType())) {
            return 0;
        }
        byte[] bytes = envelope.signedBytes();
        Set<String> signers = new HashSet<>();
        for (Envelope.Signed signed : envelope.signatures()) {
            TrustEntry.Jwk key = keys.get(signed.keyId());
            if (key != null
                    && role(kind).keyIds().contains(signed.keyId())
                    && !signers.contains(signed.keyId())
                    && verify(key, bytes, signed, verifier)) {
                signers.add(signed.keyId());
            }
        }
        return signers.size();
    }

    private static boolean verify(TrustEntry.Jwk key, byte[] bytes, Envelope.Signed signed, EnvelopeVerifier verifier) {
        try {
            return verifier.verify(key, bytes, Base64.getDecoder().decode(signed.signature()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Returns whether enough keys have signed.
     *
     * @param least how many must at least; the role may ask for more
     */
    public boolean accepts(Envelope envelope, Kind kind, int least, EnvelopeVerifier verifier) {
        return signers(envelope, kind, verifier) >= Math.max(least, threshold(kind));
    }

    /** Returns whether these keys and the next ones have both signed the next ones, and their version is the next. */
    public boolean handsOverTo(RootKeys next, Envelope envelope, EnvelopeVerifier verifier) {
        return next.version == version + 1
                && accepts(envelope, Kind.ROOT, 1, verifier)
                && next.accepts(envelope, Kind.ROOT, 1, verifier);
    }

    /** Returns the keys as canonical JSON, what a root file signs. */
    public byte[] canonicalJson() {
        Map<String, Object> json = new TreeMap<>();
        json.put("version", version);
        json.put("issued", issued.getEpochSecond());
        json.put("expires", expires.getEpochSecond());
        List<Object> list = new ArrayList<>();
        new TreeMap<>(keys).values().forEach(k -> list.add(k.json()));
        json.put("keys", list);
        Map<String, Object> named = new TreeMap<>();
        roles.forEach((kind, role) -> named.put(
                kind.name(),
                new TreeMap<>(Map.of(
                        "threshold",
                        role.threshold(),
                        "keys",
                        role.keyIds().stream().sorted().toList()))));
        json.put("roles", named);
        return CanonicalJson.write(json);
    }
}
