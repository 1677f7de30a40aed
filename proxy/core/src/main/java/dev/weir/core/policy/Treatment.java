package dev.weir.core.policy;

/** What can be done to a value, the strictest first. */
public enum Treatment {
    /** Nothing is sent. */
    BLANK,
    /** A keyed token is sent. */
    TOKEN,
    /** A coarser value is sent. */
    GENERALIZE,
    /** The value is sent for the attested people only; the others are treated as without an attestation. */
    LISTED,
    /** The value is sent. */
    COPY;

    /** Returns whether values as they are leave under this treatment, for anybody. */
    public boolean releases() {
        return this == LISTED || this == COPY;
    }
}
