package dev.weir.tmsis.file;

import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.Utf8;
import dev.weir.tmsis.wire.WireBuffer;

/** Renders fixed-length rows by a layout: text and dates padded with spaces behind, numbers with zeros in front. */
final class FlfRowRenderer extends RowRenderer {
    private SegmentLayout layout = new SegmentLayout(new int[0], new int[0], 0, LayoutBasis.ASSUMED);
    private int position;

    FlfRowRenderer(WriteSettings settings) {
        super(settings);
    }

    @Override
    void begin(Segment segment, WireBuffer out) throws FileRefusedException {
        layout = settings()
                .layout()
                .segment(segment)
                .orElseThrow(() -> new FileRefusedException(
                        FileProblem.LAYOUT,
                        segment.id(),
                        "the positions of this segment were never published: give a layout file"));
        position = 0;
    }

    @Override
    void column(Element element, byte[] bytes, int offset, int length, WireBuffer out) throws UnrenderableException {
        int start = layout.starts()[element.field() - 1];
        if (start < 0) {
            throw new UnrenderableException(element, "the layout has a column for every value");
        }
        if (start < position) {
            throw new UnrenderableException(element, "the layout has its columns in dictionary order");
        }
        int width = layout.widths()[element.field() - 1];
        spaces(start, out);
        switch (element.type()) {
            case DIGITS, DECIMAL -> number(element, bytes, offset, length, width, out);
            case TEXT, DATE -> {
                if (!leavesBlank(element, Utf8.characters(bytes, offset, length), width)) {
                    position += text(element, bytes, offset, length, out);
                }
            }
        }
        spaces(start + width, out);
    }

    private void number(Element element, byte[] bytes, int offset, int length, int width, WireBuffer out)
            throws UnrenderableException {
        int from = offset;
        int to = offset + length;
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        if (from == to) {
            return;
        }
        if (!FlfNumbers.putFixed(bytes, from, to, width, element.scale(), out)) {
            throw new UnrenderableException(
                    element, "a number fits " + width + " positions, " + element.scale() + " of them behind the point");
        }
        position += width;
    }

    @Override
    void end(WireBuffer out) {
        spaces(layout.rowLength(), out);
    }

    private void spaces(int upTo, WireBuffer out) {
        while (position < upTo) {
            out.put(' ');
            position++;
        }
    }
}
