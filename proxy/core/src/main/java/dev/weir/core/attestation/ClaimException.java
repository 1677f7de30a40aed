package dev.weir.core.attestation;

/** A member that breaks its limits. Names the place and the rule, never the value. */
public final class ClaimException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String rule;

    ClaimException(String place, String rule) {
        super(place + ": " + rule, null, false, false);
        this.place = place;
        this.rule = rule;
    }

    /** Returns which member is meant. */
    public String place() {
        return place;
    }

    /** Returns what should be. */
    public String rule() {
        return rule;
    }
}
