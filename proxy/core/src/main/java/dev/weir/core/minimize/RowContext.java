package dev.weir.core.minimize;

import dev.weir.tmsis.FileType;

/**
 * What every row of a file has in common.
 *
 * @param fileType type of the file; rows of other types are refused
 * @param state ANSI code of the header row; rows of other states are refused
 */
public record RowContext(FileType fileType, String state) {}
