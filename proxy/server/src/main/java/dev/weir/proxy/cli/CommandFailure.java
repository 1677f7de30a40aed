package dev.weir.proxy.cli;

import java.util.List;

/** Ends a command with lines for standard error and an exit code. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;
    private final int exitCode;

    CommandFailure(int exitCode, List<String> lines) {
        super(lines.isEmpty() ? "failed" : lines.get(0));
        this.lines = List.copyOf(lines);
        this.exitCode = exitCode;
    }

    List<String> lines() {
        return lines;
    }

    int exitCode() {
        return exitCode;
    }
}
