package dev.weir.conformance.run;

/** A claim of a case does not hold; the case ends here. */
final class CaseFailure extends Exception {
    private static final long serialVersionUID = 1L;

    CaseFailure(String claim) {
        super(claim, null, false, false);
    }
}
