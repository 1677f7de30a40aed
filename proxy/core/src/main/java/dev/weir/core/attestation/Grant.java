package dev.weir.core.attestation;

import dev.weir.core.hold.HoldSubject;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.RowScope;
import dev.weir.core.policy.Treatment;
import dev.weir.core.token.TokenScope;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one submission may release, to whom and until when. Immutable; only {@link BundleCheck} makes one, so whoever holds
 * one knows that every check was passed.
 */
public final class Grant implements Verdict {
    private final Attestation attestation;
    private final Sha256 sha256;
    private final String keyId;
    private final Recipient recipient;
    private final ReleaseRow row;
    private final TokenScope scope;
    private final Sha256 policySha256;
    private final String submissionId;
    private final List<SignedApproval> approvals;
    private final Instant expires;
    private final HoldSubject holdSubject;

    /** An approval with what identifies it. */
    public record SignedApproval(Approval approval, Sha256 sha256, String keyId) {}

    Grant(
            Attestation attestation,
            Sha256 sha256,
            String keyId,
            Recipient recipient,
            Policy policy,
            Sha256 policySha256,
            ReleaseRow row,
            String submissionId,
            List<SignedApproval> approvals) {
        this.attestation = attestation;
        this.sha256 = sha256;
        this.keyId = keyId;
        this.recipient = recipient;
        this.row = row;
        this.scope = new TokenScope(
                policy.scope().state(),
                recipient.linkageDomain(),
                policy.scope().epoch());
        this.policySha256 = policySha256;
        this.submissionId = submissionId;
        this.approvals = List.copyOf(approvals);
        Instant soonest = attestation.expires();
        for (SignedApproval approval : approvals) {
            soonest = approval.approval().expires().isBefore(soonest)
                    ? approval.approval().expires()
                    : soonest;
        }
        this.expires = soonest;
        this.holdSubject = new HoldSubject(
                policy.scope().state(), attestation.purpose(), attestation.recipient(), opened(policy.none()), sha256);
    }

    private Set<FieldClass> opened(ReleaseRow none) {
        Set<FieldClass> opened = EnumSet.noneOf(FieldClass.class);
        row.rules().forEach((fieldClass, rule) -> {
            if (!rule.isNoWiderThan(none.rule(fieldClass))
                    || attestation.classes().contains(fieldClass)) {
                opened.add(fieldClass);
            }
        });
        return opened;
    }

    /** Returns the claims. */
    public Attestation attestation() {
        return attestation;
    }

    /** Returns the digest of the attestation's text. */
    public Sha256 attestationSha256() {
        return sha256;
    }

    /** Returns the thumbprint of the key that signed the attestation. */
    public String keyId() {
        return keyId;
    }

    /** Returns who receives and where; the stream goes there and nowhere else. */
    public Recipient recipient() {
        return recipient;
    }

    /** Returns the treatment of every class. */
    public ReleaseRow row() {
        return row;
    }

    /** Returns within what the tokens of the release link: the recipient's domain. */
    public TokenScope scope() {
        return scope;
    }

    /** Returns the digest of the policy that the grant was made under. */
    public Sha256 policySha256() {
        return policySha256;
    }

    /** Returns the submission that the grant is for. */
    public String submissionId() {
        return submissionId;
    }

    /** Returns the approvals, in the order of the bundle. */
    public List<SignedApproval> approvals() {
        return approvals;
    }

    /** Returns the earliest time at which attestation or approvals expire. */
    public Instant expires() {
        return expires;
    }

    /** Returns what holds are matched with. */
    public HoldSubject holdSubject() {
        return holdSubject;
    }

    /** Returns the people whose values leave under LISTED. */
    public Optional<ListDigest> subjects() {
        return attestation.subjects();
    }

    /** Returns whether rows of people who are not listed are withheld. */
    public boolean listedRowsOnly() {
        return attestation.rows().filter(r -> r == RowScope.LISTED).isPresent();
    }

    /** Returns whether any class is raw for listed people. */
    public boolean lists() {
        return row.rules().values().stream().anyMatch(r -> r.treatment() == Treatment.LISTED);
    }
}
