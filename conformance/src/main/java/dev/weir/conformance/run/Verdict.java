package dev.weir.conformance.run;

/** How a case ended. */
public enum Verdict {
    /** The claim held. */
    PASS("pass"),
    /** The claim did not hold. */
    FAIL("fail"),
    /** Something of a person got out. */
    LEAK("leak"),
    /** The proxy declares that it lacks a feature that the case needs. */
    SKIPPED("skipped"),
    /** The case could not be run, which counts as a failure. */
    NOT_RUN("not-run"),
    /** It failed and is known to fail. */
    EXPECTED_FAIL("expected-fail"),
    /** It is known to fail and passed. */
    STALE("stale");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** Returns the name in results. */
    public String label() {
        return label;
    }
}
