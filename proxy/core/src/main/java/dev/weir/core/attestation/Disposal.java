package dev.weir.core.attestation;

/** What becomes of released data when its time is over. */
public enum Disposal {
    DESTROY,
    RETURN
}
