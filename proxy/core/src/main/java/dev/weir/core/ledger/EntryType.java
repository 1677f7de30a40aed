package dev.weir.core.ledger;

import java.util.List;
import java.util.Optional;

/** What an entry records, and the members that it must have beside the common ones. More are allowed. */
public enum EntryType {
    /** A policy took effect; it is the policy of the common members. */
    POLICY_ACTIVATED,
    /** A trust list took effect; it is the trust list of the common members. */
    TRUST_ACTIVATED,
    /** A token epoch was made. */
    EPOCH_CREATED("epoch"),
    /** A key took the place of another. */
    KEY_ROTATED("key"),
    /** A hold was set. */
    HOLD_SET,
    /** A hold was lifted. */
    HOLD_LIFTED,
    /** A submission without a grant began. */
    SUBMISSION_OPENED("submission_id"),
    /** An attestation was refused. */
    DENIED("reason"),
    /** An attestation was registered; cooling-off begins. */
    ATTESTATION_REGISTERED("att_sha256"),
    /** A release will begin; a use of the attestation is taken. */
    RELEASE_INTENT(
            "submission_id",
            "jti",
            "use",
            "att_sha256",
            "plan_sha256",
            "manifest_sha256",
            "recipient",
            "recipient_name",
            "recipient_address",
            "domain",
            "epoch",
            "purpose",
            "authority",
            "treatments",
            "expires"),
    /** A chunk will be released. */
    RELEASE_CHUNK("submission_id", "file", "chunk", "tags_sha256"),
    /** A release goes on after a break; no use is taken. */
    RELEASE_RESUMED("submission_id", "jti", "use", "att_sha256", "plan_sha256"),
    /** A release is complete at the receiver. */
    RELEASE_COMPLETED(
            "submission_id",
            "counts",
            "rows_refused",
            "rows_withheld",
            "ack_sha256",
            "subjects_root",
            "subjects_count"),
    /** A release will not go on. */
    RELEASE_ABORTED("submission_id", "reason"),
    /** A submission without a grant is complete at the receiver. */
    SUBMISSION_COMPLETED("submission_id", "counts", "rows_refused", "rows_withheld", "ack_sha256"),
    /** The receiver acknowledged a receipt. */
    RECEIPT_ACK("submission_id", "ack_sha256"),
    /** A token was led back to a person. */
    REIDENTIFIED,
    /** An accounting of disclosures was given. */
    ACCOUNTING_SERVED("form"),
    /** The accounting to a recipient is suspended until a date. */
    ACCOUNTING_SUSPENDED("recipient", "until", "statement"),
    /** Evidence was exported. */
    EXPORT_MADE("size");

    private final List<String> required;

    EntryType(String... required) {
        this.required = List.of(required);
    }

    /** Returns the members that an entry of this type has beside the common ones. */
    public List<String> required() {
        return required;
    }

    /** Returns whether a checkpoint is signed before anybody is told of the entry. */
    public boolean isRelease() {
        return name().startsWith("RELEASE_");
    }

    /** Returns the type with a name; empty where none has it. */
    public static Optional<EntryType> ofName(String name) {
        for (EntryType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
