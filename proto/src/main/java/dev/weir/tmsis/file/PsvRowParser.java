package dev.weir.tmsis.file;

import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowEncoder;
import org.jspecify.annotations.Nullable;

/** Takes pipe-separated rows apart. Values are taken exactly as they stand. */
final class PsvRowParser implements RowParser {
    @Override
    public @Nullable RowProblem parse(Segment segment, RowText row, RowEncoder encoder) {
        byte[] bytes = row.bytes();
        int at = row.start();
        int end = at + row.length();
        int columns = segment.elements().size();
        encoder.start(bytes);
        int field = 1;
        int from = at;
        for (; at < end; at++) {
            if (bytes[at] == '|') {
                if (field == columns) {
                    return RowProblem.COLUMNS;
                }
                encoder.value(field, from, at - from);
                field++;
                from = at + 1;
            }
        }
        if (field != columns) {
            return RowProblem.COLUMNS;
        }
        encoder.value(field, from, end - from);
        return null;
    }
}
