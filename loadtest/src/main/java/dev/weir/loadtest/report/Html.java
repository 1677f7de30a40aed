package dev.weir.loadtest.report;

/** Text in HTML. */
final class Html {
    private Html() {}

    /** Returns text with the characters that mean something in HTML escaped. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Returns a row of a table. */
    static String row(String tag, Object... cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (Object cell : cells) {
            row.append('<')
                    .append(tag)
                    .append('>')
                    .append(text(String.valueOf(cell)))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
        return row.append("</tr>").toString();
    }
}
