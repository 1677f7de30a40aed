package dev.weir.loadtest.sample;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * The month that is reported, and where dates may lie. Birth dates end with 2024 and five-year-bar dates begin with 2028;
 * every other date lies between, or is the open end. So no date that passes equals one that is protected.
 */
final class ReportingMonth {
    /** ANSI code of California. */
    static final String STATE = "06";

    static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
    static final LocalDate LAST = LocalDate.of(2026, 10, 31);
    static final LocalDate FILES_CREATED = LocalDate.of(2026, 11, 3);

    /** End date of a span that has no end. */
    static final String OPEN_END = "99991231";

    private ReportingMonth() {}

    /** Returns a date as CCYYMMDD. */
    static String text(LocalDate date) {
        return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
