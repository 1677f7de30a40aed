package dev.weir.conformance.suite;

/** What a proxy may claim when every case up to a level passes. */
public enum Level {
    /** Speaks the protocol safely. */
    L0,
    /** Minimizes and leaks nothing. */
    L1,
    /** Releases only with an attestation, and proves it. */
    L2,
    /** Can be run for a reporting deadline. */
    L3
}
