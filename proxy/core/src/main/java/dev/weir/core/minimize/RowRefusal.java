package dev.weir.core.minimize;

import dev.weir.smp.v1.RefusalCode;

/**
 * A row that could not be handled. Has no room for a value.
 *
 * @param row position in the chunk, from 0
 * @param code why
 * @param field field number in the segment, 0 where the row as a whole is meant
 */
public record RowRefusal(int row, RefusalCode code, int field) {}
