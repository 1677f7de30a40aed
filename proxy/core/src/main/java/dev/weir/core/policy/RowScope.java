package dev.weir.core.policy;

/** Whose rows a release holds, where it names a list of people. */
public enum RowScope {
    /** Every row; those of people who are not on the list are treated as without an attestation. */
    ALL,
    /** Rows of people on the list only; all others are withheld. */
    LISTED
}
