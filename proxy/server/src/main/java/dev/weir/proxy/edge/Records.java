package dev.weir.proxy.edge;

import dev.weir.core.attestation.Attestation;
import dev.weir.core.attestation.Grant;
import dev.weir.core.attestation.TrustList;
import dev.weir.core.attestation.Verdict;
import dev.weir.core.ledger.DurableAck;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.proxy.store.Accounting;
import dev.weir.smp.Manifests;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.Manifest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the proxy writes into the ledger about submissions and releases. No value, no token, no identifier. */
final class Records {
    private static final String ROLE = "PROXY";

    private final Sha256 policy;
    private final Optional<Sha256> trust;

    Records(Sha256 policy, Optional<Sha256> trust) {
        this.policy = policy;
        this.trust = trust;
    }

    /** Returns what writes about a stream: under its own policy, and with the trust list that is in force. */
    static Records of(Admission admission, Releasing releasing) {
        Optional<Sha256> trust =
                releasing.checks().get().flatMap(c -> c.authorities().trust()).map(TrustList::sha256);
        return new Records(admission.plan().policySha256(), trust);
    }

    private EntryDraft draft(EntryType type, Map<String, Object> members) {
        return new EntryDraft(type, ROLE, Optional.of(policy), trust, members);
    }

    EntryDraft opened(Admission admission) {
        return draft(
                EntryType.SUBMISSION_OPENED,
                Map.of(
                        "submission_id",
                        admission.upstream().getSubmissionId(),
                        "manifest_sha256",
                        Manifests.sha256(admission.upstream().getManifest()).hex(),
                        "plan_sha256",
                        admission.plan().sha256().hex()));
    }

    /** What one sender opened beyond what is recorded one by one. */
    EntryDraft openedMore(Object count, Instant since) {
        return draft(
                EntryType.SUBMISSION_OPENED,
                Map.of("submission_id", "MORE", "count", count, "since", since.toString()));
    }

    EntryDraft denied(String submissionId, Optional<Sha256> attestation, Verdict.Denied denied) {
        Map<String, Object> members = new TreeMap<>();
        members.put("submission_id", submissionId);
        members.put("reason", denied.code().name());
        attestation.ifPresent(digest -> members.put("att_sha256", digest.hex()));
        return draft(EntryType.DENIED, members);
    }

    /** What one sender was denied beyond what is recorded one by one. */
    EntryDraft deniedMore(Map<String, Object> counts, Instant since) {
        return draft(EntryType.DENIED, Map.of("reason", "MORE", "counts", counts, "since", since.toString()));
    }

    /** What is announced before anything is released; the ledger adds jti, submission and use. */
    EntryDraft intent(Grant grant, Plan plan, Manifest manifest) {
        Attestation attestation = grant.attestation();
        Map<String, Object> members = new TreeMap<>();
        members.put("att_sha256", grant.attestationSha256().hex());
        members.put("plan_sha256", plan.sha256().hex());
        members.put("manifest_sha256", Manifests.sha256(manifest).hex());
        members.put("files", manifest.getFilesCount());
        members.put("recipient", grant.recipient().uri());
        members.put("recipient_name", grant.recipient().name());
        members.put("recipient_address", grant.recipient().address());
        members.put("domain", grant.scope().domain());
        members.put("epoch", String.valueOf(grant.scope().epoch()));
        members.put("purpose", attestation.purpose().name());
        members.put("basis", attestation.basis().name());
        members.put("agreement", attestation.agreement().id());
        members.put("authority", attestation.authority());
        members.put("treatments", treatments(grant.row()));
        members.put("expires", grant.expires().getEpochSecond());
        members.put(
                "approvals",
                grant.approvals().stream().map(a -> a.sha256().hex()).toList());
        members.put("retain_days", attestation.retainDays());
        members.put("dispose", attestation.disposal().name());
        members.put("onward", attestation.onward());
        return draft(EntryType.RELEASE_INTENT, members);
    }

    EntryDraft chunk(String submissionId, String file, int number, Sha256 tags) {
        return draft(
                EntryType.RELEASE_CHUNK,
                Map.of("submission_id", submissionId, "file", file, "chunk", number, "tags_sha256", tags.hex()));
    }

    /** What is complete at the receiver. */
    EntryDraft completed(
            Plan plan,
            DurableAckStatement held,
            Sha256 ack,
            Optional<Grant> grant,
            Optional<Accounting.Subjects> people,
            Optional<Map<String, Object>> rules) {
        Map<String, Object> members = new TreeMap<>(DurableAck.members(held));
        members.put("treatments", treatments(plan.row()));
        members.put("ack_sha256", ack.hex());
        grant.ifPresent(g -> {
            members.put("att_sha256", g.attestationSha256().hex());
            members.put("retain_days", g.attestation().retainDays());
            members.put("dispose", g.attestation().disposal().name());
            members.put("onward", g.attestation().onward());
        });
        rules.ifPresent(counts -> members.put("expected_rules", counts));
        people.ifPresent(p -> {
            members.put("subjects_root", p.root().hex());
            members.put("subjects_count", p.count());
        });
        return draft(grant.isPresent() ? EntryType.RELEASE_COMPLETED : EntryType.SUBMISSION_COMPLETED, members);
    }

    EntryDraft receiptAcknowledged(String submissionId, Sha256 ack) {
        return draft(EntryType.RECEIPT_ACK, Map.of("submission_id", submissionId, "ack_sha256", ack.hex()));
    }

    private static Map<String, Object> treatments(ReleaseRow row) {
        Map<String, Object> treatments = new TreeMap<>();
        row.rules().forEach((fieldClass, rule) -> treatments.put(fieldClass.name(), rule.text()));
        return treatments;
    }
}
