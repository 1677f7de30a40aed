package dev.weir.core.attestation;

import java.time.YearMonth;

/** Months, both ends included. */
public record Period(YearMonth from, YearMonth to) {
    public Period {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("period: to: is not before from");
        }
    }

    /** Returns how many months there are. */
    public int months() {
        return (to.getYear() - from.getYear()) * 12 + to.getMonthValue() - from.getMonthValue() + 1;
    }

    /** Returns whether another period lies within this one. */
    public boolean contains(Period other) {
        return !other.from.isBefore(from) && !other.to.isAfter(to);
    }
}
