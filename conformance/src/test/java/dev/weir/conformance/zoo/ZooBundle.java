package dev.weir.conformance.zoo;

import dev.weir.conformance.authority.Canonical;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import dev.weir.smp.Manifests;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FileType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks a bundle in the order of the specification, as far as the zoo needs it; each defect leaves one check out. */
final class ZooBundle {
    private static final long SKEW = 60;
    private static final Set<String> ATTESTED = Set.of(
            "ver",
            "iss",
            "sub",
            "official",
            "aud",
            "iat",
            "nbf",
            "exp",
            "jti",
            "purpose",
            "basis",
            "authority",
            "agreement",
            "routine_use",
            "recipient",
            "classes",
            "files",
            "period",
            "subjects",
            "rows",
            "use",
            "max_uses",
            "onward",
            "retain_days",
            "dispose",
            "covenants",
            "min_necessary",
            "penalty_ack",
            "status");
    private static final Set<String> APPROVED = Set.of(
            "ver",
            "iss",
            "sub",
            "role",
            "aud",
            "iat",
            "nbf",
            "exp",
            "jti",
            "att_sha256",
            "submission_id",
            "manifest_sha256",
            "policy_sha256",
            "classes",
            "decision",
            "note");
    private static final List<String> WITH_APPROVALS =
            List.of("SSN", "NAME", "CONTACT", "ADDRESS", "IMMIGRATION", "IMMIGRATION_PROXY", "THIRD_PARTY");

    private final ZooProxy zoo;
    private final ZooSigned signed;
    private final Open open;
    private final long now = System.currentTimeMillis() / 1000;
    private final List<Args> keys = new ArrayList<>();
    private final List<Args> claims = new ArrayList<>();

    ZooBundle(ZooProxy zoo, ZooSigned signed, Open open) {
        this.zoo = zoo;
        this.signed = signed;
        this.open = open;
    }

    private static void require(boolean holds, String reason) throws RefusedException {
        if (!holds) {
            throw new RefusedException(ReasonCode.valueOf("REASON_CODE_" + reason), "bundle", "is in order");
        }
    }

    /** Returns the claims of the attestation and, behind it, of the approvals. */
    List<Args> check() throws RefusedException {
        List<String> tokens = open.getAttestationBundleList();
        require(!tokens.isEmpty() && tokens.size() <= 5, "ATTESTATION_SIZE");
        for (String token : tokens) {
            require(token.length() <= 8192, "ATTESTATION_SIZE");
        }
        for (String token : tokens) {
            token(token, keys.isEmpty() ? "purpose-attestation+jwt" : "release-approval+jwt");
        }
        for (int i = 0; i < tokens.size(); i++) {
            common(claims.get(i), keys.get(i), i == 0 ? ATTESTED : APPROVED);
        }
        Args attestation = claims.get(0);
        purpose(attestation);
        recipient(attestation);
        scope(attestation);
        requireStatus(attestation);
        approvals(attestation);
        return claims;
    }

    private void token(String text, String type) throws RefusedException {
        String[] parts = text.split("\\.", -1);
        require(parts.length == 3 || (zoo.has("M08") && parts.length == 2), "ATTESTATION_HEADER");
        Args header = json(parts[0], "ATTESTATION_HEADER");
        String algorithm = header.text("alg", "");
        boolean none = algorithm.equals("none") && zoo.has("M08");
        require(none || algorithm.equals("ES256") || algorithm.equals("ES384"), "ATTESTATION_HEADER");
        require(header.members().keySet().equals(Set.of("alg", "kid", "typ")), "ATTESTATION_HEADER");
        require(header.text("typ").equals(type), "ATTESTATION_HEADER");
        Args key = signed.key(header.text("kid"))
                .orElseThrow(() ->
                        new RefusedException(ReasonCode.REASON_CODE_ATTESTATION_KEY, "bundle", "is of a known key"));
        String kind = type.startsWith("purpose") ? "ATTESTATION" : "APPROVAL";
        require(key.texts("kinds").contains(kind), "ATTESTATION_KEY");
        require(key.number("not_before", 0) <= now && now < key.number("not_after", 0), "ATTESTATION_KEY");
        require(none || zoo.has("M96") || verifies(key.at("jwk"), parts, algorithm), "ATTESTATION_SIGNATURE");
        keys.add(key);
        claims.add(json(parts[1], "ATTESTATION_SCHEMA"));
    }

    private static Args json(String part, String reason) throws RefusedException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            Args json = new Args(Documents.parse(new String(bytes, StandardCharsets.UTF_8)));
            require(json.node().isObject(), reason);
            return json;
        } catch (SuiteException | IllegalArgumentException e) {
            throw new RefusedException(ReasonCode.valueOf("REASON_CODE_" + reason), "bundle", "is JSON");
        }
    }

    private static boolean verifies(Args jwk, String[] parts, String algorithm) {
        boolean small = algorithm.equals("ES256");
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec(small ? "secp256r1" : "secp384r1"));
            ECPoint point = new ECPoint(number(jwk.text("x")), number(jwk.text("y")));
            PublicKey key = KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
            Signature verifier =
                    Signature.getInstance(small ? "SHA256withECDSAinP1363Format" : "SHA384withECDSAinP1363Format");
            verifier.initVerify(key);
            verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }

    private void common(Args token, Args key, Set<String> known) throws RefusedException {
        require(token.text("iss", "").equals(key.text("iss")), "ATTESTATION_ISSUER");
        boolean ours = token.node().path("aud").isString()
                && token.text("aud").equals(signed.policy().at("attestations").text("audience"));
        require(ours || zoo.has("M09"), "ATTESTATION_AUDIENCE");
        boolean valid = token.number("nbf", 0) <= now + SKEW && token.number("exp", 0) > now - SKEW;
        require(valid || zoo.has("M10"), "ATTESTATION_TIME");
        require(known.containsAll(token.members().keySet()) || zoo.has("M97"), "ATTESTATION_SCHEMA");
    }

    private void purpose(Args attestation) throws RefusedException {
        String uri = attestation.text("purpose", "");
        String code = uri.substring(uri.lastIndexOf(':') + 1);
        Args listed = signed.policy().at("purposes").at(code);
        require(listed.has("enabled") || zoo.has("M11"), "ATTESTATION_SCHEMA");
        boolean allowed = keys.get(0).texts("purposes").contains(code) && listed.flag("enabled");
        require(allowed || zoo.has("M11"), "ATTESTATION_PURPOSE");
    }

    private void recipient(Args attestation) throws RefusedException {
        if (zoo.has("M98")) {
            return;
        }
        Args bound = signed.recipient(attestation.text("recipient"))
                .orElseThrow(() -> new RefusedException(
                        ReasonCode.REASON_CODE_ATTESTATION_RECIPIENT, "bundle", "is for a known recipient"));
        require(
                attestation.text("purpose").endsWith(":" + bound.text("purpose")) || zoo.has("M11"),
                "ATTESTATION_RECIPIENT");
        require(bound.text("endpoint").equals(zoo.endpoint()), "ATTESTATION_RECIPIENT");
    }

    private void scope(Args attestation) throws RefusedException {
        if (zoo.has("M99")) {
            return;
        }
        String uri = attestation.text("purpose");
        Map<String, String> most = new TreeMap<>(signed.policy()
                .at("purposes")
                .at(uri.substring(uri.lastIndexOf(':') + 1))
                .map("release"));
        List<String> classes = attestation.texts("classes");
        require(
                most.isEmpty()
                        || classes.stream()
                                .noneMatch(c -> most.getOrDefault(c, "BLANK").equals("BLANK")),
                "ATTESTATION_SCOPE");
        boolean status = classes.contains("IMMIGRATION") || classes.contains("IMMIGRATION_PROXY");
        boolean place = classes.contains("ADDRESS") || classes.contains("GEOGRAPHY") || classes.contains("CONTACT");
        require(!status || !place || uri.endsWith(":COURT_ORDER"), "ATTESTATION_SCOPE");
        for (ManifestFile file : open.getManifest().getFilesList()) {
            String type = FileType.ofWireNumber(file.getFileTypeValue()).name();
            require(attestation.texts("files").contains(type), "ATTESTATION_SCOPE");
        }
        Args period = attestation.at("period");
        boolean month = period.text("from").compareTo(open.getPeriod()) <= 0
                && period.text("to").compareTo(open.getPeriod()) >= 0;
        require(month, "ATTESTATION_SCOPE");
        StringBuilder list = new StringBuilder();
        open.getSubjectTokensList().forEach(t -> list.append(t).append('\n'));
        boolean same = attestation.has("subjects")
                ? attestation.at("subjects").text("sha256").equals(Canonical.digest(list.toString()))
                : list.isEmpty();
        require(same, "ATTESTATION_SCOPE");
    }

    /** Looks the attestation up in the status list; asked again before every chunk. */
    void requireStatus(Args attestation) throws RefusedException {
        if (attestation.has("status") && !zoo.has("M93")) {
            int mark = signed.status(
                    (int) attestation.at("status").at("status_list").number("idx", 0));
            require(mark != 2, "HOLD");
            require(mark == 0, "ATTESTATION_STATUS");
        }
    }

    private void approvals(Args attestation) throws RefusedException {
        byte[] digest = Canonical.sha256(open.getAttestationBundle(0).getBytes(StandardCharsets.US_ASCII));
        Set<String> people = new HashSet<>(Set.of(attestation.text("sub")));
        Set<String> used = new HashSet<>(Set.of(keys.get(0).text("kid")));
        for (int i = 1; i < claims.size(); i++) {
            Args approval = claims.get(i);
            boolean bound = approval.text("att_sha256").equals(Canonical.encoded(digest))
                    && approval.text("submission_id").equals(open.getSubmissionId())
                    && approval.text("manifest_sha256")
                            .equals(Canonical.encoded(
                                    Manifests.sha256(open.getManifest()).toByteArray()))
                    && approval.text("policy_sha256").equals(Canonical.encoded(signed.policySha256()));
            require(bound || zoo.has("M12"), "ATTESTATION_APPROVAL");
            boolean other =
                    people.add(approval.text("sub")) & used.add(keys.get(i).text("kid"));
            require(other || zoo.has("M92"), "ATTESTATION_APPROVAL");
        }
        boolean needed = attestation.texts("classes").stream().anyMatch(WITH_APPROVALS::contains);
        require(!needed || claims.size() > 2 || zoo.has("M88"), "ATTESTATION_APPROVAL");
    }
}
