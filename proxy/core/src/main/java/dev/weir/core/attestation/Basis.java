package dev.weir.core.attestation;

/** On what ground of law data is asked for. */
public enum Basis {
    REQUIRED_BY_LAW,
    HEALTH_OVERSIGHT,
    OPERATIONS,
    PAYMENT,
    PUBLIC_HEALTH,
    JUDICIAL,
    LDS,
    DEIDENTIFIED
}
