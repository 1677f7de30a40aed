package dev.weir.tmsis.file;

/** Why a whole file is refused. */
public enum FileProblem {
    /** The file is empty, or its first row is not a header row. */
    NO_HEADER,
    /** An element of the header row contradicts the file or the dictionary. */
    HEADER,
    /** No layout is known for a segment of a fixed-length file. */
    LAYOUT,
    /** More rows are malformed than the stop rule allows. */
    STOP_RULE,
    /** A compressed file is damaged or ends early. */
    DAMAGED,
    /** A file is not what it was when it was read before. */
    CHANGED
}
