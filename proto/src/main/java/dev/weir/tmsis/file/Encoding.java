package dev.weir.tmsis.file;

/** The two encodings of a T-MSIS file; the name is its FILE-ENCODING-SPECIFICATION. */
public enum Encoding {
    /** Pipe-separated values: every column of the segment, separated by {@code |}, decimals with a point. */
    PSV,
    /** Fixed length: every column at its position, text padded with spaces, numbers with zeros, no decimal point. */
    FLF
}
