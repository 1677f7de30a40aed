package dev.weir.loadtest.sample;

import java.time.LocalDate;
import java.util.Optional;

/** From one day to another, both included, or without an end. */
record Span(LocalDate from, Optional<LocalDate> to) {
    static Span open(LocalDate from) {
        return new Span(from, Optional.empty());
    }

    static Span of(LocalDate from, LocalDate to) {
        return new Span(from, Optional.of(to));
    }

    String begin() {
        return ReportingMonth.text(from);
    }

    String end() {
        return to.map(ReportingMonth::text).orElse(ReportingMonth.OPEN_END);
    }
}
