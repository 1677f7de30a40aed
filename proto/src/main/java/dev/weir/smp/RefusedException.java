package dev.weir.smp;

import dev.weir.smp.v1.ReasonCode;

/** Ends a call with a refusal. Without a stack trace: refusals are expected and must be cheap. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.text(), null, false, false);
        this.refusal = refusal;
    }

    public RefusedException(ReasonCode reason, String place, String rule) {
        this(new Refusal(reason, place, rule));
    }

    /** Returns the refusal. */
    public Refusal refusal() {
        return refusal;
    }
}
