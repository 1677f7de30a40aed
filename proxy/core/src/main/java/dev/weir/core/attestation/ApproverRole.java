package dev.weir.core.attestation;

/** In what office somebody approves a release. */
public enum ApproverRole {
    PRIVACY_OFFICER,
    DATA_STEWARD,
    COUNSEL,
    AGENCY_HEAD
}
