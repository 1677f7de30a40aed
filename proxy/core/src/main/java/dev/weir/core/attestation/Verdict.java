package dev.weir.core.attestation;

/** What a bundle comes to: a {@link Grant}, or a refusal. */
public sealed interface Verdict permits Grant, Verdict.Denied {
    /**
     * Nothing is released.
     *
     * @param code stable code
     * @param place what is meant, such as {@code approval 1: exp}
     * @param rule what should be; neither ever holds a value
     */
    record Denied(DenialCode code, String place, String rule) implements Verdict {
        /** Returns the refusal for people. */
        public String text() {
            return code + ": " + place + ": " + rule;
        }
    }
}
