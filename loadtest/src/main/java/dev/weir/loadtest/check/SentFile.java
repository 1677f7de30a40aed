package dev.weir.loadtest.check;

import dev.weir.tmsis.FileType;

/**
 * A file that is made while it is sent: a range of a month's rows of one type.
 *
 * @param name name in the manifest
 * @param type file type
 * @param from index of its first row in the month
 * @param rows how many rows
 */
public record SentFile(String name, FileType type, long from, long rows) {
    /** Returns the chunks of the file. */
    public int chunks(int rowsPerChunk) {
        return (int) ((rows + rowsPerChunk - 1) / rowsPerChunk);
    }

    /** Returns the rows of a chunk. */
    public int rowsOf(int chunk, int rowsPerChunk) {
        return (int) Math.min(rowsPerChunk, rows - (long) chunk * rowsPerChunk);
    }
}
