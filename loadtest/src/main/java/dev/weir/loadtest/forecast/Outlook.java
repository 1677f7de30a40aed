package dev.weir.loadtest.forecast;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a forecast is made from besides measured rates.
 *
 * @param remaining records that must still be sent
 * @param begin when sending begins
 * @param due by when it must be finished, if there is a time
 * @param again share of the records that has to be sent again
 * @param outagesPerWeek how often the receiver is gone, on average
 * @param outageHours how long
 * @param closed times in which nothing is taken
 * @param expiries what ends by itself
 * @param marginHours kept free before the due time
 */
public record Outlook(
        long remaining,
        Instant begin,
        Optional<Instant> due,
        double again,
        double outagesPerWeek,
        double outageHours,
        List<Closed> closed,
        List<Expiry> expiries,
        double marginHours) {
    /** Assumed where an operator says nothing: two percent again, one outage of two hours a week. */
    public static final double AGAIN = 0.02;

    public static final double OUTAGES_PER_WEEK = 1;
    public static final double OUTAGE_HOURS = 2;
    public static final double MARGIN_HOURS = 6;

    /** A time in which the receiver takes nothing. */
    public record Closed(Instant from, Instant to) {}

    /** Something that ends at a time: a certificate, a disk, an attestation. */
    public record Expiry(String what, Instant at) {}

    public Outlook {
        closed = List.copyOf(closed);
        expiries = List.copyOf(expiries);
    }

    /** Returns the outlook with the usual assumptions. */
    public static Outlook of(long remaining, Instant begin, Optional<Instant> due) {
        return new Outlook(
                remaining, begin, due, AGAIN, OUTAGES_PER_WEEK, OUTAGE_HOURS, List.of(), List.of(), MARGIN_HOURS);
    }

    /** Returns the same with another beginning. */
    public Outlook beginningAt(Instant other) {
        return new Outlook(remaining, other, due, again, outagesPerWeek, outageHours, closed, expiries, marginHours);
    }

    /** Returns the same with what expires. */
    public Outlook withExpiries(List<Expiry> all) {
        return new Outlook(remaining, begin, due, again, outagesPerWeek, outageHours, closed, all, marginHours);
    }
}
