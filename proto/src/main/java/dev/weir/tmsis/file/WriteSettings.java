package dev.weir.tmsis.file;

/**
 * How files are written.
 *
 * @param encoding encoding
 * @param charset character set
 * @param lineEnd how rows end
 * @param layout positions of fixed-length segments
 * @param rows what happens to row numbers and values that do not fit
 */
public record WriteSettings(Encoding encoding, FileCharset charset, LineEnd lineEnd, FixedLayout layout, RowMode rows) {
    /** What is written: a file as it was read, or a minimized feed. */
    public enum RowMode {
        /** Values as they are, also those wider than their element; what the encoding cannot hold is an error. */
        AS_READ,
        /** RECORD-NUMBER counts the rows of this file; a token that is wider than its element is left blank and counted. */
        FEED
    }
}
