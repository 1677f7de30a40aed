package dev.weir.tmsis.file;

/** How rows end. The header row decides for the whole file. */
public enum LineEnd {
    /** Line feed. */
    LF("\n"),
    /** Carriage return and line feed. */
    CRLF("\r\n");

    private final String text;

    LineEnd(String text) {
        this.text = text;
    }

    /** Returns the bytes of the line end as characters. */
    public String text() {
        return text;
    }
}
