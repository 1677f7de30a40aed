package dev.weir.conformance.authority;

import dev.weir.conformance.suite.Args;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;

/**
 * The signed folder of one proxy: root keys, policy, trust list, holds and a status list. Every writing of a file raises
 * its version. Used by one thread at a time.
 */
public final class SignedFiles {
    /** The URI of the status list. */
    public static final String STATUS_LIST = "https://requester.example/status/1";

    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    private final Officials officials;
    private final Path folder;
    private final Map<String, Object> purposes;
    private final Map<String, Long> versions = new TreeMap<>();
    private String policySha256 = "";
    private List<Map<String, Object>> holds = List.of();

    /**
     * Prepares a folder.
     *
     * @param purposes what the base lists for each purpose
     */
    public SignedFiles(Officials officials, Path folder, Args purposes) throws IOException {
        this.officials = officials;
        this.folder = Files.createDirectories(folder);
        this.purposes = object(Canonical.plain(purposes.node()));
        Files.createDirectories(folder.resolve("status"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object plain) {
        return new TreeMap<>((Map<String, Object>) plain);
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Returns the digest of the policy, in hexadecimal digits. */
    public String policySha256() {
        return policySha256;
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private long next(String file) {
        return versions.merge(file, 1L, Long::sum);
    }

    /** Writes all files anew. */
    public void write(Args policy, String endpoint, String tlsName) throws IOException {
        if (!versions.containsKey("root")) {
            root();
        }
        policy(policy);
        trust(endpoint, tlsName, policy.text("domain"), new Args(policy.node().path("trust")));
        holds(holds);
        status(Map.of());
    }

    private void root() throws IOException {
        List<SigningKey> keys = List.of(officials.key("root-1"), officials.key("root-2"));
        List<String> ids = keys.stream().map(SigningKey::keyId).sorted().toList();
        Map<String, Object> roles = new TreeMap<>();
        for (String kind : List.of("ROOT", "POLICY", "TRUST_LIST", "HOLD")) {
            roles.put(kind, Map.of("keys", ids, "threshold", kind.equals("HOLD") ? 1 : 2));
        }
        Map<String, Object> root = dated(next("root"), 30 * DAY);
        root.put("keys", keys.stream().map(SigningKey::jwk).toList());
        root.put("roles", roles);
        put("root.json", "root", Canonical.json(root), keys);
    }

    private static Map<String, Object> dated(long version, long seconds) {
        Map<String, Object> json = new TreeMap<>();
        json.put("version", version);
        json.put("issued", now() - 1);
        json.put("expires", now() + seconds);
        return json;
    }

    /** Writes the policy: what the suite's policy says, with the purposes of the base. */
    public void policy(Args policy) throws IOException {
        Map<String, Object> json = new TreeMap<>();
        json.put("smp", 1);
        json.put("state", policy.text("state"));
        json.put("ansi", policy.texts("ansi"));
        json.put("name", "Conformance");
        json.put("own_name", "A state of the conformance suite");
        json.put("plaintiff_2025", false);
        json.put("linkage_domain", policy.text("domain"));
        json.put("epoch", policy.text("epoch"));
        json.put("statute", "");
        json.put("notice", "90 FR 53324 (25 November 2025)");
        json.put("attestations", Canonical.plain(policy.at("attestations").node()));
        json.put("none", Canonical.plain(policy.at("treatments").node()));
        json.put(
                "blank_elements",
                policy.texts("blank_elements").stream().sorted().toList());
        json.put("purposes", purposes);
        byte[] written = Canonical.json(json);
        policySha256 = java.util.HexFormat.of().formatHex(Canonical.sha256(written));
        Map<String, Object> signed = dated(next("policy"), DAY);
        signed.put("policy", json);
        put("policy.json", "policy", Canonical.json(signed), roots(2));
    }

    private List<SigningKey> roots(int count) {
        return List.of(officials.key("root-1"), officials.key("root-2")).subList(0, count);
    }

    private void trust(String endpoint, String tlsName, String usualDomain, Args changes) throws IOException {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String name : List.of(
                "requester",
                "second-requester",
                "federal",
                "former",
                "early",
                "status",
                "privacy",
                "counsel",
                "steward")) {
            if (!changes.texts("without").contains(name)) {
                entries.add(entry(name));
            }
        }
        Map<String, Object> list = dated(next("trust"), DAY);
        list.put("entries", entries);
        list.put("recipients", Recipients.json(endpoint, tlsName, usualDomain));
        put("trust.json", "trustlist", Canonical.json(list), roots(2));
        lastTrust = new String[] {endpoint, tlsName, usualDomain};
    }

    private String[] lastTrust = {"", "", ""};

    /** Writes the trust list anew, without somebody. */
    public void trustWithout(List<String> names) throws IOException {
        Args changes = new Args(dev.weir.conformance.suite.Documents.node(Map.of("without", names)));
        trust(lastTrust[0], lastTrust[1], lastTrust[2], changes);
    }

    private Map<String, Object> entry(String name) {
        SigningKey key = officials.key(name);
        Map<String, Object> entry = new TreeMap<>();
        entry.put("iss", Officials.issuer(name));
        entry.put("kid", key.keyId());
        entry.put("jwk", key.jwk());
        entry.put("not_before", name.equals("early") ? now() + DAY : now() - DAY);
        entry.put("not_after", name.equals("former") ? now() - HOUR : now() + 30 * DAY);
        switch (name) {
            case "privacy", "counsel", "steward" -> {
                entry.put("kinds", List.of("APPROVAL"));
                entry.put("roles", roles(name));
            }
            case "status" -> entry.put("kinds", List.of("STATUS"));
            default -> {
                entry.put("kinds", List.of("ATTESTATION"));
                entry.put("federal", name.equals("federal"));
                entry.put("purposes", asked(name));
                entry.put("recipients", Recipients.uris());
            }
        }
        return entry;
    }

    private static List<String> asked(String name) {
        return name.equals("second-requester") ? List.of("PLAN_OVERSIGHT") : Recipients.PURPOSES;
    }

    private static List<String> roles(String name) {
        return switch (name) {
            case "privacy" -> List.of("PRIVACY_OFFICER");
            case "counsel" -> List.of("COUNSEL");
            default -> List.of("DATA_STEWARD");
        };
    }

    /** Sets holds in place of those before, signed by both, so that it lifts others as well. */
    public void holds(List<Map<String, Object>> set) throws IOException {
        holds = set;
        Map<String, Object> json = dated(next("holds"), DAY);
        json.put("holds", set);
        put("holds.json", "hold", Canonical.json(json), roots(2));
    }

    /** Writes the status list: two bits an entry, the first in the lowest bits. */
    public void status(Map<Integer, Integer> marks) throws IOException {
        byte[] bits = new byte[16];
        marks.forEach((index, mark) -> bits[index / 4] |= (byte) (mark << index % 4 * 2));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(packed)) {
            zlib.write(bits);
        }
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", Officials.issuer("status"));
        claims.put("sub", STATUS_LIST);
        claims.put("iat", now() - 1);
        claims.put("exp", now() + DAY);
        claims.put("status_list", Map.of("bits", 2, "lst", Canonical.encoded(packed.toByteArray())));
        String token = Jws.sign("statuslist+jwt", Canonical.json(claims), officials.key("status"));
        replace(folder.resolve("status/1.jwt"), token.getBytes(StandardCharsets.US_ASCII));
    }

    private void put(String name, String type, byte[] payload, List<SigningKey> keys) throws IOException {
        replace(folder.resolve(name), Envelopes.of("application/vnd.smp." + type + ".v1+json", payload, keys));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.write(partial, content);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Spoils a file: another byte in its payload, one signature too few, an end that has come, or nothing at all. */
    public void spoil(String name, String how) throws IOException {
        Path file = folder.resolve(name);
        switch (how) {
            case "gone" -> Files.deleteIfExists(file);
            case "altered" -> {
                String text = Files.readString(file);
                int at = text.indexOf("\"payload\":\"") + 40;
                char other = text.charAt(at) == 'A' ? 'B' : 'A';
                replace(
                        file,
                        (text.substring(0, at) + other + text.substring(at + 1)).getBytes(StandardCharsets.US_ASCII));
            }
            default -> throw new IllegalArgumentException("case: " + how + " is a way to spoil a file");
        }
    }
}
