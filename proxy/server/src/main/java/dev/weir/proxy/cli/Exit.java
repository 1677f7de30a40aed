package dev.weir.proxy.cli;

/** Exit codes of all commands. */
final class Exit {
    /** Done. */
    static final int OK = 0;
    /** A defect of Weir, or a file system that does not work. */
    static final int FAILED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** Input, configuration or peer refused: something outside has to be put right. */
    static final int REFUSED = 3;
    /** A value got out that should not have. */
    static final int LEAK = 4;
    /** The other side cannot be reached; the same command goes on where it stopped. */
    static final int UNAVAILABLE = 5;

    private Exit() {}
}
