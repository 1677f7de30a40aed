package dev.weir.endpoints.submitter;

import java.io.Closeable;
import java.io.IOException;

/** The chunks of one file, one after the other, the same ones whenever the file is opened. Confined to one thread. */
public interface Chunks extends Closeable {
    /** Opens the chunks of a file from the first one on. */
    @FunctionalInterface
    interface Opener {
        /** Opens a file's chunks of so many rows. */
        Chunks open(SourceFile file, int rowsPerChunk) throws IOException;
    }

    /** Moves to the next chunk; returns false where no row is left. */
    boolean next() throws IOException;

    /** Returns the number of the chunk, from 0. */
    int number();

    /** Returns where the rows of the chunk stand in the file. */
    ChunkSource.ChunkRows rows();

    /** Returns the array that holds the records of the chunk, from its first byte on; valid until the next chunk. */
    byte[] bytes();

    /** Returns the bytes of the records. */
    int length();

    /**
     * Returns when the chunk may be sent at the earliest, on the scale of {@link System#nanoTime}. A chunk that could
     * not be sent in time is sent at once; later ones keep their times.
     */
    default long dueNanos() {
        return Long.MIN_VALUE;
    }

    /** Refuses a file that is not what it was when its manifest was made. Asked for behind the last chunk. */
    default void requireUnchanged() throws IOException {}

    @Override
    default void close() throws IOException {}
}
