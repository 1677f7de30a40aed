package dev.weir.core.attestation;

/** Whose rows are sent. */
public enum RowScope {
    /** Rows of people who are not on the attested list are withheld. */
    LISTED,
    /** Rows of all people. */
    ALL
}
