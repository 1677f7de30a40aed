package dev.weir.tmsis.file;

/** Character sets of T-MSIS files. None was ever published for them; ISO-8859-1 is the default. */
public enum FileCharset {
    /** One byte a character. */
    ISO_8859_1,
    /** One to four bytes a character; a column of a fixed-length file counts characters. */
    UTF_8
}
