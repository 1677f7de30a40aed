package dev.weir.tmsis.file;

/** Why a row of a file is malformed. Such a row is refused by number, segment and code; it is never guessed at. */
public enum RowProblem {
    /** The row is empty. */
    EMPTY("a row holds at least its record id"),
    /** The record id names no segment of this file type, or a second header. */
    SEGMENT("RECORD-ID names a segment of the file type, the header only once"),
    /** A pipe-separated row has more or fewer columns than the dictionary. */
    COLUMNS("a row has exactly the columns of its segment"),
    /** A fixed-length row is longer or shorter than the layout. */
    LENGTH("a row has exactly the length of its segment"),
    /** A number column of a fixed-length row holds something else. */
    NUMBER("a number column holds digits, a signed one at most one leading sign"),
    /** The bytes are not text in the file's character set. */
    CHARSET("the bytes are text in the character set of the file"),
    /** The row is longer than any row can be. */
    TOO_LONG("a row has at most 65536 bytes"),
    /** The row ends otherwise than the header row. */
    LINE_END("all rows end like the header row"),
    /** The row's SUBMITTING-STATE is not the header's. */
    STATE("SUBMITTING-STATE equals the header's");

    private final String rule;

    RowProblem(String rule) {
        this.rule = rule;
    }

    /** Returns the rule that the row breaks, in words. */
    public String rule() {
        return rule;
    }
}
