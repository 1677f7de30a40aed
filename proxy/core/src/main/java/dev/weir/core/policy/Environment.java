package dev.weir.core.policy;

/** What a policy is for. */
public enum Environment {
    /** Data about people. */
    PRODUCTION,
    /** Synthetic data and nothing else; only here may the cooling-off be zero. */
    TEST
}
