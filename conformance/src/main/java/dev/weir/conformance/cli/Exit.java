package dev.weir.conformance.cli;

/** Exit codes of all commands. */
final class Exit {
    /** Everything held. */
    static final int OK = 0;
    /** Something did not hold. */
    static final int FAILED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The proxy could not be started, or a case could not be run. */
    static final int NOT_RUN = 3;
    /** Protected data got out; wins over all others. */
    static final int LEAK = 4;
    /** A case is known to fail and passed. */
    static final int STALE = 5;
    /** The suite itself is not in order. */
    static final int SUITE = 6;

    private Exit() {}
}
