package dev.weir.tmsis.file;

import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowEncoder;
import org.jspecify.annotations.Nullable;

/** Takes a row of one segment apart. */
interface RowParser {
    /**
     * Gives the row's values to an encoder.
     *
     * @return the problem of a malformed row, or null
     */
    @Nullable
    RowProblem parse(Segment segment, RowText row, RowEncoder encoder) throws FileRefusedException;
}
