package dev.weir.tmsis;

/**
 * When to give a file or a submission up: more refused rows than {@code atLeast}, and more than a share of all rows.
 *
 * @param atLeast refused rows that never end it
 * @param share refused share of all rows so far, 0 to 1, that never ends it
 */
public record StopRule(long atLeast, double share) {
    /** A hundred rows and one percent. */
    public static final StopRule DEFAULT = new StopRule(100, 0.01);

    public StopRule {
        if (atLeast < 0 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("stop rule: rows must not be negative and the share lies in 0 to 1");
        }
    }

    /** Returns whether the rule ends it. */
    public boolean stops(long refused, long rows) {
        return refused > atLeast && refused > rows * share;
    }
}
