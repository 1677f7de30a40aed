package dev.weir.conformance.authority;

import dev.weir.conformance.suite.Args;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes bundles as cases want them: right, but for what a case says. Confined to one thread. */
public final class BundleMaker {
    private static final long HOUR = 3600;

    private final Officials officials;
    private final Args wanted;
    private final Circumstances about;
    private Optional<String> given = Optional.empty();
    private final long now = System.currentTimeMillis() / 1000;

    /**
     * What a bundle is for.
     *
     * @param audience URI of the proxy
     * @param submissionId submission
     * @param manifestSha256 digest of its manifest
     * @param policySha256 digest of the policy
     * @param id text from which ids of tokens follow
     * @param subjects tokens of listed people
     */
    public record Circumstances(
            String audience,
            String submissionId,
            byte[] manifestSha256,
            byte[] policySha256,
            String id,
            List<String> subjects) {}

    public BundleMaker(Officials officials, Args wanted, Circumstances about) {
        this.officials = officials;
        this.wanted = wanted;
        this.about = about;
    }

    /** Takes an attestation that was written before in place of a new one. */
    public void attestation(String before) {
        given = Optional.of(before);
    }

    /** Writes the bundle. */
    public Bundle make() {
        Map<String, Object> claims = attestation();
        Args spoiled = wanted.at("token");
        String who = wanted.text("by", "requester");
        SigningKey key = officials.key(spoiled.text("key", who));
        String attestation = given.orElseGet(() ->
                padded(Jws.sign(spoiled.text("typ", "purpose-attestation+jwt"), Canonical.json(claims), key, spoiled)));
        List<String> tokens = new ArrayList<>(List.of(attestation));
        Set<String> classes = new HashSet<>(texts(claims, "classes"));
        List<Args> approvals = wanted.has("approvals") ? wanted.list("approvals") : usual();
        for (int i = 0; i < approvals.size(); i++) {
            Map<String, Object> approval = approval(attestation, claims, approvals.get(i), i);
            classes.retainAll(texts(approval, "classes"));
            Args bad = approvals.get(i).at("token");
            SigningKey by = officials.key(bad.text("key", approvals.get(i).text("by", "privacy")));
            tokens.add(Jws.sign(bad.text("typ", "release-approval+jwt"), Canonical.json(approval), by, bad));
        }
        if (wanted.flag("attestation_twice")) {
            tokens.add(attestation);
        }
        if (wanted.flag("approvals_first")) {
            tokens.add(tokens.remove(0));
        }
        boolean lists = claims.containsKey("subjects");
        return new Bundle(
                tokens,
                wanted.has("send_subjects") ? wanted.texts("send_subjects") : about.subjects(),
                Canonical.sha256(attestation.getBytes(StandardCharsets.US_ASCII)),
                wanted.text("purpose", "PROGRAM_INTEGRITY"),
                String.valueOf(claims.get("recipient")),
                classes,
                lists ? Optional.of(list(about.subjects())) : Optional.empty(),
                "LISTED".equals(claims.get("rows")),
                claims.get("retain_days") instanceof Number days ? days.intValue() : 0);
    }

    private String padded(String token) {
        int size = (int) wanted.number("oversized", 0);
        return size == 0 ? token : token + "A".repeat(Math.max(0, size - token.length()));
    }

    private static List<Args> usual() {
        return new Args(dev.weir.conformance.suite.Documents.node(
                        Map.of("all", List.of(Map.of("by", "privacy"), Map.of("by", "counsel")))))
                .list("all");
    }

    private static List<String> texts(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static byte[] list(List<String> subjects) {
        StringBuilder text = new StringBuilder();
        subjects.forEach(token -> text.append(token).append('\n'));
        return Canonical.sha256(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private Map<String, Object> attestation() {
        String purpose = wanted.text("purpose", "PROGRAM_INTEGRITY");
        String who = wanted.text("by", "requester");
        Map<String, Object> claims = new TreeMap<>();
        claims.put("ver", "1");
        claims.put("iss", Officials.issuer(who));
        claims.put("sub", "official-7");
        claims.put(
                "official",
                Map.of(
                        "name", "An Official",
                        "title", "Auditor",
                        "contact", "official@requester.example",
                        "address", "1 Example Avenue, Nowhere"));
        claims.put("aud", about.audience());
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + 24 * HOUR);
        claims.put("jti", id("attestation"));
        claims.put("purpose", "urn:smp:purpose:1:" + purpose);
        boolean court = purpose.equals("COURT_ORDER");
        claims.put("basis", court ? "JUDICIAL" : "HEALTH_OVERSIGHT");
        claims.put("authority", List.of("42 CFR 431.302"));
        claims.put(
                "agreement",
                Map.of(
                        "type",
                        court ? "ORDER" : purpose.equals("RESEARCH_LDS") ? "DUA" : "MOU",
                        "id",
                        "CONFORMANCE-1",
                        "sha256",
                        Canonical.digest("agreement"),
                        "expires",
                        "2099-12-31"));
        if (who.equals("federal")) {
            claims.put("routine_use", Map.of("sorn", "09-70-0541", "fr", "84 FR 2230", "ru", "3"));
        }
        claims.put("recipient", Recipients.of(purpose));
        claims.put("classes", wanted.has("classes") ? wanted.texts("classes") : List.of("ADDRESS"));
        claims.put("files", wanted.has("files") ? wanted.texts("files") : List.of("ELG"));
        claims.put("period", Map.of("from", "2026-10", "to", "2026-10"));
        if (!about.subjects().isEmpty()) {
            claims.put(
                    "subjects",
                    Map.of("count", about.subjects().size(), "sha256", Canonical.encoded(list(about.subjects()))));
            claims.put("rows", wanted.text("rows", "ALL"));
        }
        claims.put("use", "single");
        claims.put("max_uses", 1);
        claims.put("onward", List.of());
        claims.put("retain_days", 30);
        claims.put("dispose", "DESTROY");
        claims.put("covenants", covenants(purpose));
        claims.put("min_necessary", true);
        claims.put("penalty_ack", true);
        return changed(claims, wanted);
    }

    private static List<String> covenants(String purpose) {
        List<String> covenants =
                new ArrayList<>(List.of("NO_IMMIGRATION_ENFORCEMENT", "NO_REIDENTIFY", "NO_ONWARD_EXCEPT_LISTED"));
        switch (purpose) {
            case "COURT_ORDER" -> {}
            case "AUDIT", "PLAN_OVERSIGHT", "RESEARCH_LDS" -> covenants.add("NO_CONTACT");
            default -> covenants.add("VERIFY_BEFORE_ACTION");
        }
        return covenants;
    }

    private Map<String, Object> approval(String attestation, Map<String, Object> claims, Args one, int number) {
        String by = one.text("by", "privacy");
        Map<String, Object> approval = new TreeMap<>();
        approval.put("ver", "1");
        approval.put("iss", Officials.issuer(by));
        approval.put("sub", by + "-1");
        approval.put("role", role(by));
        approval.put("aud", about.audience());
        approval.put("iat", now);
        approval.put("nbf", now);
        approval.put("exp", now + HOUR);
        approval.put("jti", id("approval " + number));
        approval.put("att_sha256", Canonical.digest(attestation));
        approval.put("submission_id", about.submissionId());
        approval.put("manifest_sha256", Canonical.encoded(about.manifestSha256()));
        approval.put("policy_sha256", Canonical.encoded(about.policySha256()));
        approval.put("classes", one.has("classes") ? one.texts("classes") : texts(claims, "classes"));
        approval.put("decision", "APPROVE");
        return changed(approval, one);
    }

    private static String role(String by) {
        return switch (by) {
            case "counsel" -> "COUNSEL";
            case "steward" -> "DATA_STEWARD";
            default -> "PRIVACY_OFFICER";
        };
    }

    /** Changes claims as a case says: {@code claims} replace, {@code times} count from now, {@code without} go. */
    private Map<String, Object> changed(Map<String, Object> claims, Args how) {
        how.at("claims").members().forEach((name, value) -> claims.put(name, Canonical.plain(value.node())));
        how.at("times")
                .members()
                .forEach((name, value) -> claims.put(name, now + value.node().asLong()));
        claims.keySet().removeAll(how.texts("without"));
        return claims;
    }

    private String id(String what) {
        return Canonical.digest(about.id() + " " + wanted.text("id", "") + " " + what)
                .substring(0, 22);
    }
}
