package dev.weir.conformance.suite;

import java.util.List;

/** The suite's own files are not in order. Carries every problem. */
public final class SuiteException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public SuiteException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems: file, place and rule. */
    public List<String> problems() {
        return problems;
    }
}
