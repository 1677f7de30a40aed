package dev.weir.proxy.app;

import dev.weir.core.attestation.Approval;
import dev.weir.core.attestation.ApproverRole;
import dev.weir.core.attestation.Attestation;
import dev.weir.core.attestation.Covenant;
import dev.weir.core.attestation.Envelope;
import dev.weir.core.attestation.RootKeys;
import dev.weir.core.attestation.RootKeys.Kind;
import dev.weir.core.hold.Hold;
import dev.weir.core.hold.HoldSet;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.policy.Environment;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.ReleaseTerms;
import dev.weir.core.policy.SignedPolicy;
import dev.weir.proxy.config.SignedFolder;
import dev.weir.proxy.keys.OfficialKeys;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The people of the quickstart: two holders of root keys, who approve as well, and a requester, with what they sign. They
 * are invented and hold sway over test data only: the policy that they sign is one of the environment test.
 */
public final class DemoOfficials {
    /** Who receives what is released. */
    public static final String RECIPIENT = "https://integrity.requester.example/audit-1";

    private static final String AUDIENCE = "https://proxy.state.example";
    private static final String REQUESTER = "https://requester.example";
    private static final String AGENCY = "https://agency.state.example";
    private static final Duration VALID = Duration.ofDays(1);

    private final Path folder;
    private final InstantSource clock;
    private final OfficialKeys requester;
    private final OfficialKeys privacyOfficer;
    private final OfficialKeys counsel;
    private final Sha256 policy;
    private long holdVersion;

    private DemoOfficials(
            Path folder,
            InstantSource clock,
            OfficialKeys requester,
            OfficialKeys privacyOfficer,
            OfficialKeys counsel,
            Sha256 policy) {
        this.folder = folder;
        this.clock = clock;
        this.requester = requester;
        this.privacyOfficer = privacyOfficer;
        this.counsel = counsel;
        this.policy = policy;
    }

    /**
     * Makes the people and a signed folder.
     *
     * @param dir where their keys go
     * @param folder the signed folder, to be made
     * @param written the policy that they sign, with terms for a test
     * @param endpoint host and port of the only receiver
     */
    public static DemoOfficials create(
            Path dir, Path folder, Policy written, String endpoint, String tlsName, InstantSource clock)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Policy policy = forTest(written);
        DemoOfficials officials = new DemoOfficials(
                folder,
                clock,
                OfficialKeys.create(dir.resolve("requester"), false),
                OfficialKeys.create(dir.resolve("privacy-officer"), false),
                OfficialKeys.create(dir.resolve("counsel"), false),
                policy.sha256());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        officials.write(SignedFolder.ROOT, Kind.ROOT, officials.root(now).canonicalJson());
        officials.write(SignedFolder.POLICY, Kind.POLICY, new SignedPolicy(1, now, now.plus(VALID), policy).payload());
        officials.write(SignedFolder.TRUST, Kind.TRUST_LIST, officials.trustList(now, endpoint, tlsName));
        officials.holds(List.of());
        return officials;
    }

    private static Policy forTest(Policy written) {
        ReleaseTerms terms = written.terms();
        return new Policy(
                written.jurisdiction(),
                written.scope(),
                written.none(),
                written.purposes(),
                written.blankElements(),
                written.statute(),
                written.notice(),
                new ReleaseTerms(
                        Environment.TEST,
                        AUDIENCE,
                        0,
                        terms.approvals(),
                        terms.listedCap(),
                        terms.maxRetainDays(),
                        terms.routineUses()),
                written.witnesses());
    }

    private RootKeys root(Instant now) throws GeneralSecurityException {
        Set<String> ids =
                Set.of(privacyOfficer.fileJwk().thumbprint(), counsel.fileJwk().thumbprint());
        RootKeys.Role both = new RootKeys.Role(2, ids);
        Map<Kind, RootKeys.Role> roles = new EnumMap<>(Kind.class);
        roles.put(Kind.ROOT, both);
        roles.put(Kind.POLICY, both);
        roles.put(Kind.TRUST_LIST, both);
        roles.put(Kind.HOLD, new RootKeys.Role(1, ids));
        return new RootKeys(
                1,
                now,
                now.plus(VALID),
                Map.of(
                        privacyOfficer.fileJwk().thumbprint(),
                        privacyOfficer.fileJwk(),
                        counsel.fileJwk().thumbprint(),
                        counsel.fileJwk()),
                roles);
    }

    private byte[] trustList(Instant now, String endpoint, String tlsName) throws GeneralSecurityException {
        Map<String, Object> recipient = new TreeMap<>();
        recipient.put("uri", RECIPIENT);
        recipient.put("name", "Invented Integrity Office");
        recipient.put("address", "1 Example Avenue, Nowhere");
        recipient.put("purpose", Purpose.PROGRAM_INTEGRITY.name());
        recipient.put("linkage_domain", "requester.integrity");
        recipient.put("endpoint", endpoint);
        recipient.put("tls_name", tlsName);
        Map<String, Object> asks = entry(REQUESTER, requester, "ATTESTATION", now);
        asks.put("federal", false);
        asks.put("purposes", List.of(Purpose.PROGRAM_INTEGRITY.name()));
        asks.put("recipients", List.of(RECIPIENT));
        Map<String, Object> officer = entry(AGENCY, privacyOfficer, "APPROVAL", now);
        officer.put("roles", List.of(ApproverRole.PRIVACY_OFFICER.name()));
        Map<String, Object> lawyer = entry(AGENCY, counsel, "APPROVAL", now);
        lawyer.put("roles", List.of(ApproverRole.COUNSEL.name()));
        Map<String, Object> list = new TreeMap<>();
        list.put("version", 1);
        list.put("issued", now.getEpochSecond());
        list.put("expires", now.plus(VALID).getEpochSecond());
        list.put("entries", List.of(asks, officer, lawyer));
        list.put("recipients", List.of(recipient));
        return CanonicalJson.write(list);
    }

    private static Map<String, Object> entry(String issuer, OfficialKeys keys, String kind, Instant now)
            throws GeneralSecurityException {
        Map<String, Object> entry = new TreeMap<>();
        entry.put("iss", issuer);
        entry.put("kid", keys.tokenJwk().thumbprint());
        entry.put("jwk", keys.tokenJwk().json());
        entry.put("kinds", List.of(kind));
        entry.put("not_before", now.getEpochSecond());
        entry.put("not_after", now.plus(VALID).getEpochSecond());
        return entry;
    }

    private void write(String name, Kind kind, byte[] payload) throws IOException, GeneralSecurityException {
        Envelope envelope = counsel.sign(privacyOfficer.sign(Envelope.of(kind.payloadType(), payload)));
        Path partial = folder.resolve(name + ".partial");
        Files.write(partial, envelope.json());
        Files.move(partial, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns the signed folder. */
    public Path folder() {
        return folder;
    }

    /** Returns the digest of the policy that was signed. */
    public Sha256 policySha256() {
        return policy;
    }

    /** Puts holds in place of those before, signed by both. */
    public void holds(List<Hold> holds) throws IOException, GeneralSecurityException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        holdVersion++;
        write(SignedFolder.HOLDS, Kind.HOLD, new HoldSet(holdVersion, now, now.plus(VALID), holds).canonicalJson());
    }

    /** Returns a hold on a purpose. */
    public static Hold hold(Purpose purpose) {
        return new Hold(
                "demonstration",
                Optional.empty(),
                Optional.of(purpose),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "shows that a hold stops a release");
    }

    /**
     * Attests a purpose.
     *
     * @param purpose URI of the purpose, any
     * @param seed tells one attestation from another
     * @param period month as {@code 2026-10}
     */
    public String attest(String purpose, Set<FieldClass> classes, Set<FileType> files, String period, String seed)
            throws GeneralSecurityException {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new TreeMap<>();
        claims.put("ver", "1");
        claims.put("iss", REQUESTER);
        claims.put("sub", "official-1");
        claims.put(
                "official",
                Map.of("name", "Invented", "title", "Auditor", "contact", "a@requester.example", "address", "Nowhere"));
        claims.put("aud", AUDIENCE);
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + VALID.toSeconds());
        claims.put("jti", id(seed));
        claims.put("purpose", purpose);
        claims.put("basis", "HEALTH_OVERSIGHT");
        claims.put("authority", List.of("42 CFR 431.302(d)", "42 CFR 455"));
        claims.put(
                "agreement",
                Map.of(
                        "type", "MOU",
                        "id", "DEMO-1",
                        "sha256", digest(Sha256.of("agreement".getBytes(StandardCharsets.US_ASCII))),
                        "expires", "2099-12-31"));
        claims.put("recipient", RECIPIENT);
        claims.put("classes", classes.stream().map(Enum::name).sorted().toList());
        claims.put("files", files.stream().map(Enum::name).sorted().toList());
        claims.put("period", Map.of("from", period, "to", period));
        claims.put("use", "single");
        claims.put("max_uses", 1);
        claims.put("onward", List.of());
        claims.put("retain_days", 30);
        claims.put("dispose", "DESTROY");
        claims.put(
                "covenants",
                Covenant.required(Purpose.PROGRAM_INTEGRITY).stream()
                        .map(Enum::name)
                        .sorted()
                        .toList());
        claims.put("min_necessary", true);
        claims.put("penalty_ack", true);
        return requester.sign(Attestation.TYPE, CanonicalJson.write(claims));
    }

    /** Returns the attestation with the approvals of both officials for a submission. */
    public List<String> approved(String attestation, String submissionId, Sha256 manifest, Set<FieldClass> classes)
            throws GeneralSecurityException {
        List<String> bundle = new ArrayList<>();
        bundle.add(attestation);
        Sha256 digest = Sha256.of(attestation.getBytes(StandardCharsets.US_ASCII));
        bundle.add(approval(privacyOfficer, ApproverRole.PRIVACY_OFFICER, digest, submissionId, manifest, classes));
        bundle.add(approval(counsel, ApproverRole.COUNSEL, digest, submissionId, manifest, classes));
        return bundle;
    }

    private String approval(
            OfficialKeys keys,
            ApproverRole role,
            Sha256 attestation,
            String submissionId,
            Sha256 manifest,
            Set<FieldClass> classes)
            throws GeneralSecurityException {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new TreeMap<>();
        claims.put("ver", "1");
        claims.put("iss", AGENCY);
        claims.put("sub", role.name().toLowerCase(java.util.Locale.ROOT));
        claims.put("role", role.name());
        claims.put("aud", AUDIENCE);
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + Duration.ofHours(1).toSeconds());
        claims.put("jti", id(role + submissionId + attestation.hex()));
        claims.put("att_sha256", digest(attestation));
        claims.put("submission_id", submissionId);
        claims.put("manifest_sha256", digest(manifest));
        claims.put("policy_sha256", digest(policy));
        claims.put("classes", classes.stream().map(Enum::name).sorted().toList());
        claims.put("decision", "APPROVE");
        return keys.sign(Approval.TYPE, CanonicalJson.write(claims));
    }

    private static String id(String seed) {
        return digest(Sha256.of(seed.getBytes(StandardCharsets.UTF_8))).substring(0, 22);
    }

    private static String digest(Sha256 sha256) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.toByteArray());
    }

    /** Returns the digest under which an attestation is registered and recorded. */
    public static Sha256 sha256(String attestation) {
        return Sha256.of(attestation.getBytes(StandardCharsets.US_ASCII));
    }
}
