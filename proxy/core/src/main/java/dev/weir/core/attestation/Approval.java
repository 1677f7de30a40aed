package dev.weir.core.attestation;

import dev.weir.core.json.Json;
import dev.weir.smp.Sha256;
import dev.weir.smp.SubmissionIds;
import dev.weir.tmsis.FieldClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * One person's approval of one release. Made only from claims that keep all their limits.
 *
 * @param issuer https URI of the state agency
 * @param subject who approves
 * @param role in what office
 * @param audience URI of the state's proxy
 * @param issued when it was signed
 * @param notBefore from when it is valid
 * @param expires from when on it is not
 * @param id its own id
 * @param attestation digest of the attestation's text
 * @param submissionId the submission
 * @param manifest digest of the submission's manifest
 * @param policy digest of the policy
 * @param classes classes approved
 * @param note for the record; may be empty
 */
public record Approval(
        String issuer,
        String subject,
        ApproverRole role,
        String audience,
        Instant issued,
        Instant notBefore,
        Instant expires,
        String id,
        Sha256 attestation,
        String submissionId,
        Sha256 manifest,
        Sha256 policy,
        Set<FieldClass> classes,
        String note) {
    /** The header's typ. */
    public static final String TYPE = "release-approval+jwt";

    /** Longest validity. */
    public static final Duration LONGEST = Duration.ofHours(72);

    public Approval {
        classes = Set.copyOf(classes);
    }

    /**
     * Reads claims.
     *
     * @throws ClaimException where a claim is missing, unknown, or breaks its limits
     */
    public static Approval read(Json.Members claims) throws ClaimException {
        ClaimReader in = new ClaimReader("", claims);
        in.is("ver", "1");
        in.is("decision", "APPROVE");
        String submission = in.text("submission_id", 36);
        if (!SubmissionIds.isId(submission)) {
            throw in.problem("submission_id", "is a lower-case UUID");
        }
        Approval approval = new Approval(
                in.https("iss"),
                in.text("sub", 255),
                in.word("role", ApproverRole.class),
                in.https("aud"),
                in.time("iat"),
                in.time("nbf"),
                in.time("exp"),
                Tokens.id(in),
                in.digest("att_sha256"),
                submission,
                in.digest("manifest_sha256"),
                in.digest("policy_sha256"),
                in.words("classes", 1, 16, FieldClass.class),
                in.optionalText("note", 500));
        in.finish();
        return approval;
    }
}
