package dev.weir.core.attestation;

/** Ends a check. Without a stack trace: refusals are expected and must be cheap. */
final class DeniedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict.Denied denied;

    DeniedException(DenialCode code, String place, String rule) {
        super(code + ": " + place + ": " + rule, null, false, false);
        this.denied = new Verdict.Denied(code, place, rule);
    }

    Verdict.Denied denied() {
        return denied;
    }

    /** Goes on where a condition holds. */
    static void unless(boolean condition, DenialCode code, String place, String rule) throws DeniedException {
        if (!condition) {
            throw new DeniedException(code, place, rule);
        }
    }
}
