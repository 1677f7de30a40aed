package dev.weir.tmsis.file;

/** What the positions of a segment in a fixed-length file rest on. */
public enum LayoutBasis {
    /** Positions seen on a published page, or between two that were. */
    PUBLISHED,
    /** Sums of published widths. */
    DERIVED,
    /** Somebody's assumption, given by the operator. */
    ASSUMED
}
