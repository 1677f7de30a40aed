package dev.weir.core.minimize;

/** Limits of a chunk, declared by the protocol. */
public final class ChunkLimits {
    /** Most bytes of a chunk from a submitter. */
    public static final int MAX_INPUT_BYTES = 1 << 20;

    /** Most rows of a chunk. */
    public static final int MAX_ROWS = 1024;

    /** Most bytes of the records of a minimized chunk; with its frame it stays below the 4 MiB of the second hop. */
    public static final int MAX_OUTPUT_BYTES = (4 << 20) - (64 << 10);

    private ChunkLimits() {}
}
