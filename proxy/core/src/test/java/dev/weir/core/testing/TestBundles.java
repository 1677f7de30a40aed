package dev.weir.core.testing;

import dev.weir.core.attestation.Authorities;
import dev.weir.core.attestation.BundleCheck;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.JwtVerifier;
import dev.weir.core.attestation.ListDigest;
import dev.weir.core.attestation.Period;
import dev.weir.core.attestation.ReleaseFacts;
import dev.weir.core.attestation.StatusList;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.core.attestation.TrustList;
import dev.weir.core.attestation.Verdict;
import dev.weir.core.hold.Hold;
import dev.weir.core.hold.HoldSet;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Environment;
import dev.weir.core.policy.Jurisdiction;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.PurposePolicy;
import dev.weir.core.policy.ReleaseTerms;
import dev.weir.core.policy.SystemNotice;
import dev.weir.core.token.TokenScope;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A bundle that passes, made of real keys, and everything it is checked against. A test changes one thing and looks what
 * becomes of it. Signatures are checked with the JDK here; the proxy uses Tink.
 */
public final class TestBundles {
    public static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
    public static final String AUDIENCE = "https://proxy.ca.example";
    public static final String REQUESTER = "https://oig.example";
    public static final String AGENCY = "https://dhcs.ca.example";
    public static final String RECIPIENT = "https://oig.example/audit-17";
    public static final String STATUS_URI = "https://oig.example/status";
    public static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    public static final Sha256 MANIFEST = Sha256.of(new byte[] {1});

    private static final Map<String, KeyPair> KEYS = new HashMap<>();

    public Policy policy = policy();
    public Instant policyExpires = NOW.plus(Duration.ofDays(30));
    public final Map<String, Object> attestation = attestationClaims();
    public final Map<String, Object> header = header(Map.of());
    public final List<Map<String, Object>> approvals = new ArrayList<>();
    public final Map<String, Object> trust = trustMembers();
    public final Map<String, StatusList> statuses = new HashMap<>();
    public Optional<HoldSet> holds = Optional.of(holds(List.of()));
    public Set<FileType> files = Set.of(FileType.ELG);
    public Period period = new Period(YearMonth.of(2026, 1), YearMonth.of(2026, 1));
    public boolean synthetic;
    public String sender = "ca-submitter";
    public Optional<ListDigest> subjects = Optional.of(people());
    public Optional<Instant> registered = Optional.of(NOW.minus(Duration.ofHours(25)));
    public Instant now = NOW;
    public String attestationKey = "requester";
    public final List<String> approvalKeys = new ArrayList<>(List.of("privacy", "counsel"));
    private final List<String> approvalTexts = new ArrayList<>();

    public TestBundles() {
        approvals.add(approvalClaims("privacy-officer", "PRIVACY_OFFICER", "approval-aaaaaaaaaaaaaaaa"));
        approvals.add(approvalClaims("counsel", "COUNSEL", "approval-bbbbbbbbbbbbbbbb"));
    }

    /** Returns a key made once per name and run. A name that ends in 384 is on P-384. */
    public static synchronized KeyPair key(String name) {
        return KEYS.computeIfAbsent(name, n -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(n.endsWith("384") ? "secp384r1" : "secp256r1"));
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java runtime has these curves", e);
            }
        });
    }

    public static TrustEntry.Jwk jwk(String name) {
        ECPublicKey key = (ECPublicKey) key(name).getPublic();
        int length = name.endsWith("384") ? 48 : 32;
        return new TrustEntry.Jwk(
                name.endsWith("384") ? "P-384" : "P-256",
                base64(coordinate(key.getW().getAffineX(), length)),
                base64(coordinate(key.getW().getAffineY(), length)));
    }

    private static byte[] coordinate(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[length];
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
        return fixed;
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns a header for the requester's key with some members changed. */
    public static Map<String, Object> header(Map<String, Object> changed) {
        Map<String, Object> header = new TreeMap<>();
        header.put("alg", "ES256");
        header.put("typ", "purpose-attestation+jwt");
        header.put("kid", jwk("requester").thumbprint());
        header.putAll(changed);
        return header;
    }

    /** Returns the standard's policy with the purpose AUDIT open, and the terms of the protocol. */
    public static Policy policy() {
        return policy(new ReleaseTerms(
                Environment.PRODUCTION,
                AUDIENCE,
                24,
                2,
                1000,
                3650,
                List.of(new SystemNotice("09-70-0541", "84 FR 2230"))));
    }

    public static Policy policy(ReleaseTerms terms) {
        Map<FieldClass, ClassRule> audit = new EnumMap<>(TestPolicies.none().rules());
        audit.put(FieldClass.NAME, ClassRule.LISTED);
        audit.put(FieldClass.MEDICARE_ID, ClassRule.LISTED);
        audit.put(FieldClass.BIRTH, ClassRule.COPY);
        audit.put(FieldClass.ADDRESS, ClassRule.COPY);
        audit.put(FieldClass.GEOGRAPHY, ClassRule.COPY);
        audit.put(FieldClass.IMMIGRATION, ClassRule.LISTED);
        audit.put(FieldClass.IMMIGRATION_PROXY, ClassRule.LISTED);
        Map<FieldClass, ClassRule> court = new EnumMap<>(audit);
        audit.keySet().forEach(c -> court.put(c, c.isProtected() ? ClassRule.LISTED : ClassRule.COPY));
        court.put(FieldClass.FREE_TEXT, ClassRule.BLANK);
        Map<Purpose, PurposePolicy> purposes = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            var row = purpose == Purpose.COURT_ORDER ? court : audit;
            boolean enabled = purpose != Purpose.STATUS_VERIFICATION;
            purposes.put(
                    purpose,
                    new PurposePolicy(purpose, enabled, List.of(), "", true, dev.weir.core.policy.ReleaseRow.of(row)));
        }
        return new Policy(
                new Jurisdiction("CA", List.of("06"), "California", "State of California", true),
                new TokenScope("CA", "cms.tmsis", 'A'),
                TestPolicies.none(),
                purposes,
                Set.of(),
                "",
                "test",
                terms);
    }

    private static ListDigest people() {
        return ListDigest.of(List.of("TAAK5V7INX3C7VYEFEQC", "TAW2WWQ7G7LHER2SOKVX"))
                .orElseThrow();
    }

    private Map<String, Object> attestationClaims() {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("ver", "1");
        claims.put("iss", REQUESTER);
        claims.put("sub", "auditor-4411");
        claims.put(
                "official",
                new TreeMap<>(Map.of(
                        "name", "A. Example",
                        "title", "Auditor",
                        "contact", "a@oig.example",
                        "address", "1 Example Ave")));
        claims.put("aud", AUDIENCE);
        claims.put("iat", NOW.getEpochSecond() - 100_000);
        claims.put("nbf", NOW.getEpochSecond() - 90_000);
        claims.put("exp", NOW.getEpochSecond() + 90_000);
        claims.put("jti", "k3JmYy0Qx0eJm2w7uQbT9A");
        claims.put("purpose", Purpose.AUDIT.uri());
        claims.put("basis", "HEALTH_OVERSIGHT");
        claims.put("authority", List.of("45 CFR 164.512(d)"));
        claims.put("agreement", agreement("MOU", "2027-03-31"));
        claims.put("routine_use", new TreeMap<>(Map.of("sorn", "09-70-0541", "fr", "84 FR 2230", "ru", "3")));
        claims.put("recipient", RECIPIENT);
        claims.put("classes", List.of("MSIS_ID", "BIRTH", "NAME"));
        claims.put("files", List.of("ELG", "CIP"));
        claims.put("period", new TreeMap<>(Map.of("from", "2026-01", "to", "2026-06")));
        claims.put(
                "subjects",
                new TreeMap<>(
                        Map.of("count", 2, "sha256", base64(people().sha256().toByteArray()))));
        claims.put("rows", "ALL");
        claims.put("use", "single");
        claims.put("max_uses", 1);
        claims.put("onward", List.of());
        claims.put("retain_days", 365);
        claims.put("dispose", "DESTROY");
        claims.put(
                "covenants",
                List.of("NO_IMMIGRATION_ENFORCEMENT", "NO_REIDENTIFY", "NO_ONWARD_EXCEPT_LISTED", "NO_CONTACT"));
        claims.put("min_necessary", true);
        claims.put("penalty_ack", true);
        return claims;
    }

    public static Map<String, Object> agreement(String type, String expires) {
        return new TreeMap<>(
                Map.of("type", type, "id", "OIG-CA-2026-17", "sha256", base64(new byte[32]), "expires", expires));
    }

    private Map<String, Object> approvalClaims(String subject, String role, String id) {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("ver", "1");
        claims.put("iss", AGENCY);
        claims.put("sub", subject);
        claims.put("role", role);
        claims.put("aud", AUDIENCE);
        claims.put("iat", NOW.getEpochSecond() - 60);
        claims.put("nbf", NOW.getEpochSecond() - 60);
        claims.put("exp", NOW.getEpochSecond() + 3600);
        claims.put("jti", id);
        claims.put("submission_id", SUBMISSION);
        claims.put("manifest_sha256", base64(MANIFEST.toByteArray()));
        claims.put("classes", List.of("MSIS_ID", "BIRTH", "NAME", "ADDRESS", "IMMIGRATION"));
        claims.put("decision", "APPROVE");
        return claims;
    }

    private static Map<String, Object> trustMembers() {
        Map<String, Object> members = new TreeMap<>();
        members.put("version", 1);
        members.put("issued", NOW.getEpochSecond() - 1000);
        members.put("expires", NOW.getEpochSecond() + 1_000_000);
        List<Object> recipients = new ArrayList<>();
        recipients.add(recipient(RECIPIENT, Purpose.AUDIT, "oig.audit-17"));
        recipients.add(recipient("https://oig.example/court", Purpose.COURT_ORDER, "oig.court"));
        members.put("recipients", recipients);
        List<Object> entries = new ArrayList<>();
        Map<String, Object> requester = entry("requester", REQUESTER, List.of("ATTESTATION"));
        requester.put("federal", true);
        requester.put("purposes", List.of("AUDIT", "COURT_ORDER", "STATUS_VERIFICATION"));
        requester.put("recipients", List.of(RECIPIENT, "https://oig.example/court"));
        entries.add(requester);
        for (String name : List.of("privacy", "counsel", "steward")) {
            Map<String, Object> approver = entry(name, AGENCY, List.of("APPROVAL"));
            approver.put(
                    "roles",
                    List.of(
                            name.equals("privacy")
                                    ? "PRIVACY_OFFICER"
                                    : name.equals("counsel") ? "COUNSEL" : "DATA_STEWARD"));
            entries.add(approver);
        }
        members.put("entries", entries);
        return members;
    }

    public static Map<String, Object> recipient(String uri, Purpose purpose, String domain) {
        return new TreeMap<>(Map.of(
                "uri", uri,
                "name", "Example Inspector General",
                "address", "1 Example Ave",
                "purpose", purpose.name(),
                "linkage_domain", domain,
                "endpoint", "feed.oig.example:8443",
                "tls_name", "feed.oig.example"));
    }

    public static Map<String, Object> entry(String name, String issuer, List<String> kinds) {
        Map<String, Object> entry = new TreeMap<>();
        entry.put("iss", issuer);
        entry.put("kid", jwk(name).thumbprint());
        entry.put("jwk", jwk(name).json());
        entry.put("kinds", kinds);
        entry.put("not_before", NOW.getEpochSecond() - 1_000_000);
        entry.put("not_after", NOW.getEpochSecond() + 1_000_000);
        return entry;
    }

    @SuppressWarnings("unchecked")
    public Map<String, Object> trustEntry(int index) {
        return (Map<String, Object>) ((List<Object>) Objects.requireNonNull(trust.get("entries"))).get(index);
    }

    public static HoldSet holds(List<Hold> holds) {
        return new HoldSet(1, NOW.minusSeconds(1000), NOW.plusSeconds(1_000_000), holds);
    }

    /** Adds an approval text as it stands. */
    public void addApprovalText(String text) {
        approvalTexts.add(text);
    }

    public Authorities authorities() {
        Optional<TrustList> list;
        try {
            list = Optional.of(TrustList.read(CanonicalJson.write(trust)));
        } catch (dev.weir.core.attestation.ClaimException e) {
            throw new IllegalStateException(e);
        }
        return new Authorities(policy, policyExpires, list, statuses, holds);
    }

    public ReleaseFacts facts() {
        return new ReleaseFacts(SUBMISSION, MANIFEST, files, period, synthetic, sender, subjects, registered);
    }

    public BundleCheck check() {
        return new BundleCheck(authorities(), TestBundles::verify);
    }

    public List<String> bundle() {
        return bundle(sign(attestationKey, header, CanonicalJson.write(attestation)));
    }

    /** Returns the bundle with an attestation text, which the approvals are bound to unless they say otherwise. */
    public List<String> bundle(String text) {
        List<String> bundle = new ArrayList<>(List.of(text));
        for (int i = 0; i < approvals.size(); i++) {
            Map<String, Object> claims = new TreeMap<>(approvals.get(i));
            claims.putIfAbsent(
                    "att_sha256",
                    base64(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)).toByteArray()));
            claims.putIfAbsent("policy_sha256", base64(policy.sha256().toByteArray()));
            String key = approvalKeys.get(i);
            Map<String, Object> approvalHeader =
                    header(Map.of("typ", "release-approval+jwt", "kid", jwk(key).thumbprint()));
            bundle.add(sign(key, approvalHeader, CanonicalJson.write(claims)));
        }
        bundle.addAll(approvalTexts);
        return bundle;
    }

    public Verdict verdict() {
        return verdict(bundle());
    }

    public Verdict verdict(List<String> bundle) {
        return check().check(bundle, facts(), now);
    }

    /** Signs a payload with a key as a compact token. */
    public static String sign(String key, Map<String, Object> header, byte[] payload) {
        return sign(key, CanonicalJson.write(header), payload);
    }

    public static String sign(String key, byte[] header, byte[] payload) {
        try {
            String input = base64(header) + "." + base64(payload);
            Signature signature =
                    Signature.getInstance((key.endsWith("384") ? "SHA384" : "SHA256") + "withECDSAinP1363Format");
            signature.initSign(key(key).getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime signs with ECDSA", e);
        }
    }

    private static JwtVerifier.Result verify(CompactJwt token, TrustEntry key, String audience, Instant now) {
        try {
            boolean small = key.jwk().crv().equals("P-256");
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec(small ? "secp256r1" : "secp384r1"));
            ECPoint point = new ECPoint(number(key.jwk().x()), number(key.jwk().y()));
            PublicKey publicKey = KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
            Signature signature = Signature.getInstance((small ? "SHA256" : "SHA384") + "withECDSAinP1363Format");
            signature.initVerify(publicKey);
            int dot = token.text().lastIndexOf('.');
            signature.update(token.text().substring(0, dot).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(token.text().substring(dot + 1)))
                    ? JwtVerifier.Result.VALID
                    : JwtVerifier.Result.INVALID;
        } catch (GeneralSecurityException e) {
            return JwtVerifier.Result.INVALID;
        }
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }
}
