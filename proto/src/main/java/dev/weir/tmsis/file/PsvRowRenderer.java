package dev.weir.tmsis.file;

import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.Utf8;
import dev.weir.tmsis.wire.WireBuffer;

/** Renders pipe-separated rows. */
final class PsvRowRenderer extends RowRenderer {
    private int columns;
    private int at;

    PsvRowRenderer(WriteSettings settings) {
        super(settings);
    }

    @Override
    void begin(Segment segment, WireBuffer out) {
        columns = segment.elements().size();
        at = 1;
    }

    @Override
    void column(Element element, byte[] bytes, int offset, int length, WireBuffer out) throws UnrenderableException {
        separators(element.field(), out);
        boolean feed = settings().rows() == WriteSettings.RowMode.FEED;
        if (feed
                && length > element.maxCharacters()
                && leavesBlank(element, Utf8.characters(bytes, offset, length), element.maxCharacters())) {
            return;
        }
        text(element, bytes, offset, length, out);
    }

    @Override
    void end(WireBuffer out) {
        separators(columns, out);
    }

    private void separators(int upTo, WireBuffer out) {
        while (at < upTo) {
            out.put('|');
            at++;
        }
    }
}
