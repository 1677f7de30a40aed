package dev.weir.loadtest.drive;

/** Damages what the check of the feed sees, so that tests can find out whether it notices. */
@FunctionalInterface
interface FeedTamper {
    /** Leaves everything as it is. */
    FeedTamper NONE = (fileName, chunk, bytes, offset, length) -> bytes;

    /** Returns the given array for a chunk that stays, or an array with other records. */
    byte[] tamper(String fileName, int chunk, byte[] bytes, int offset, int length);
}
