package dev.weir.tmsis.file;

import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.WireBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes fixed-length rows apart by a layout. Padding goes: spaces behind text, spaces around numbers and dates. A signed
 * decimal gets its point; its sign, if any, is the first character of the column.
 */
final class FlfRowParser implements RowParser {
    private final FixedLayout layout;
    private final String place;
    private final WireBuffer values = new WireBuffer(4096);
    private final int[] offsets = new int[512];

    FlfRowParser(FixedLayout layout, String place) {
        this.layout = layout;
        this.place = place;
    }

    @Override
    public @Nullable RowProblem parse(Segment segment, RowText row, RowEncoder encoder) throws FileRefusedException {
        SegmentLayout positions = positions(segment);
        if (row.characters() != positions.rowLength()) {
            return RowProblem.LENGTH;
        }
        values.clear();
        int columns = segment.elements().size();
        for (int i = 0; i < columns; i++) {
            offsets[i] = values.size();
            if (positions.starts()[i] >= 0 && !value(segment.elements().get(i), positions, row)) {
                return RowProblem.NUMBER;
            }
        }
        offsets[columns] = values.size();
        encoder.start(values.array());
        for (int i = 0; i < columns; i++) {
            encoder.value(i + 1, offsets[i], offsets[i + 1] - offsets[i]);
        }
        return null;
    }

    private SegmentLayout positions(Segment segment) throws FileRefusedException {
        return layout.segment(segment)
                .orElseThrow(() -> new FileRefusedException(
                        FileProblem.LAYOUT,
                        place + ": " + segment.id(),
                        "the positions of this segment were never published: give a layout file"));
    }

    private boolean value(Element element, SegmentLayout positions, RowText row) {
        int first = positions.starts()[element.field() - 1];
        int from = row.offsetOf(first);
        int to = row.offsetOf(first + positions.widths()[element.field() - 1]);
        byte[] bytes = row.bytes();
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        switch (element.type()) {
            case TEXT -> values.put(bytes, from, to - from);
            case DATE -> {
                from = pastSpaces(bytes, from, to);
                values.put(bytes, from, to - from);
            }
            case DIGITS -> {
                from = pastSpaces(bytes, from, to);
                values.put(bytes, from, to - from);
                return FlfNumbers.areDigits(bytes, from, to);
            }
            case DECIMAL -> {
                return FlfNumbers.putWithPoint(bytes, pastSpaces(bytes, from, to), to, element.scale(), values);
            }
        }
        return true;
    }

    private static int pastSpaces(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return at;
    }
}
