package dev.weir.core.attestation;

/** Why a bundle is refused. The names are stable and travel. */
public enum DenialCode {
    /** A token, or all together, are too large or too many. */
    SIZE,
    /** A token is not the compact form with exactly alg, typ and kid. */
    HEADER,
    /** The key is not in the trust list, not for this, or not now. */
    KEY,
    /** The signature does not fit. */
    SIGNATURE,
    /** The issuer is not the key's. */
    ISSUER,
    /** It is meant for another proxy, or for more than one. */
    AUDIENCE,
    /** Not yet or no longer valid, or valid for too long. */
    TIME,
    /** Not registered long enough. */
    COOLING_OFF,
    /** A claim is missing, unknown, repeated or out of its limits. */
    SCHEMA,
    /** The purpose does not exist, is off, or is not the key's. */
    PURPOSE,
    /** The recipient is not bound by the trust list. */
    RECIPIENT,
    /** Classes, files, months or people beyond what may be asked. */
    SCOPE,
    /** The agreement or the routine use does not carry the release. */
    AGREEMENT,
    /** A promise is missing. */
    COVENANT,
    /** Revoked. */
    STATUS,
    /** Approvals are missing, or are for something else, or not from two independent people. */
    APPROVAL,
    /** Somebody has put a hold on it. */
    HOLD,
    /** The use was taken before. */
    REPLAY,
    /** The ledger cannot record it. */
    LEDGER,
    /** Policy, trust list, status list or holds have expired or cannot be read. */
    STALE,
    /** The submission was begun under another plan. */
    PLAN_CHANGED
}
