package dev.weir.core.attestation;

import static dev.weir.core.attestation.DeniedException.unless;

import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.ReleaseRules;
import dev.weir.core.policy.ReleaseTerms;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of two people: every approval is for exactly this release, and by somebody else. */
final class ApprovalChecks {
    private ApprovalChecks() {}

    static void bindings(BundleCase in) throws DeniedException {
        Sha256 attestation = in.first().jwt.sha256();
        for (int i = 0; i < in.approvals.size(); i++) {
            Approval approval = in.approvals.get(i).approval();
            String name = "approval " + (i + 1);
            unless(
                    approval.attestation().equals(attestation),
                    DenialCode.APPROVAL,
                    name + ": att_sha256",
                    "is the digest of the attestation");
            unless(
                    approval.submissionId().equals(in.facts.submissionId()),
                    DenialCode.APPROVAL,
                    name + ": submission_id",
                    "is that of the submission");
            unless(
                    approval.manifest().equals(in.facts.manifest()),
                    DenialCode.APPROVAL,
                    name + ": manifest_sha256",
                    "is that of the submission");
            unless(
                    approval.policy().equals(in.policySha256()),
                    DenialCode.APPROVAL,
                    name + ": policy_sha256",
                    "is that of the policy in force");
        }
    }

    static void people(BundleCase in) throws DeniedException {
        Set<String> subjects = new HashSet<>(List.of(in.attestation().subject(), in.facts.sender()));
        Set<String> keys = new HashSet<>(Set.of(in.first().jwt.keyId()));
        Set<String> ids = new HashSet<>(Set.of(in.attestation().id()));
        for (int i = 0; i < in.approvals.size(); i++) {
            Approval approval = in.approvals.get(i).approval();
            TrustEntry key = in.approvalTokens().get(i).key();
            String name = "approval " + (i + 1);
            unless(
                    key.roles().contains(approval.role()),
                    DenialCode.APPROVAL,
                    name + ": role",
                    "is one that the key may approve in");
            unless(
                    !approval.issuer().equals(in.attestation().issuer()),
                    DenialCode.APPROVAL,
                    name + ": iss",
                    "is not the requester");
            unless(
                    subjects.add(approval.subject()) && keys.add(key.keyId()) && ids.add(approval.id()),
                    DenialCode.APPROVAL,
                    name,
                    "is by somebody else than the requester, the sender and the other approvers");
        }
    }

    static void count(BundleCase in) throws DeniedException {
        ReleaseTerms terms = in.policy().terms();
        boolean needed = ReleaseRules.needsApproval(in.asked());
        boolean court = in.attestation().purpose() == Purpose.COURT_ORDER;
        boolean longer = in.attestation().period().months() > Attestation.MONTHS;
        int least = needed ? terms.approvals() : court || longer ? ReleaseTerms.LEAST_APPROVALS : 0;
        unless(
                in.approvals.size() >= least,
                DenialCode.APPROVAL,
                "bundle",
                "has approvals of " + least + " different people");
        Set<ApproverRole> roles = EnumSet.noneOf(ApproverRole.class);
        in.approvals.forEach(a -> roles.add(a.approval().role()));
        unless(
                !court || roles.containsAll(Set.of(ApproverRole.COUNSEL, ApproverRole.PRIVACY_OFFICER)),
                DenialCode.APPROVAL,
                "bundle",
                "has approvals of COUNSEL and PRIVACY_OFFICER under a court order");
    }

    /** Returns the classes that the attestation and every approval name. */
    static Set<FieldClass> approved(Attestation attestation, List<Grant.SignedApproval> approvals) {
        Set<FieldClass> classes = new HashSet<>(attestation.classes());
        approvals.forEach(a -> classes.retainAll(a.approval().classes()));
        return classes;
    }
}
