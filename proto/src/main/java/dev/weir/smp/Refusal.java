package dev.weir.smp;

import dev.weir.smp.v1.ReasonCode;

/**
 * Why a call is refused. Place and rule are our own words; neither ever holds a value.
 *
 * @param reason stable code
 * @param place what is meant, such as {@code manifest} or {@code chunk 12}; empty for the call as a whole
 * @param rule what the peer should do
 */
public record Refusal(ReasonCode reason, String place, String rule) {
    private static final String PREFIX = "REASON_CODE_";

    /** Returns the name of the code as it travels. */
    public String code() {
        return reason.name().substring(PREFIX.length());
    }

    /** Returns the refusal for people. */
    public String text() {
        return code() + (place.isEmpty() ? "" : ": " + place) + ": " + rule;
    }

    /** Returns the code with a name; {@code UPSTREAM} for a name that is not in the contract. */
    public static ReasonCode reasonOf(String name) {
        for (ReasonCode code : ReasonCode.values()) {
            boolean known = code != ReasonCode.UNRECOGNIZED && code != ReasonCode.REASON_CODE_UNSPECIFIED;
            if (known && code.name().equals(PREFIX + name)) {
                return code;
            }
        }
        return ReasonCode.REASON_CODE_UPSTREAM;
    }
}
