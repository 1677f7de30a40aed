package dev.weir.tmsis.file;

import java.util.List;

/** A layout file that is refused, with every problem found in it. */
public final class LayoutRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    LayoutRefusedException(List<String> problems) {
        super(problems.get(0));
        this.problems = List.copyOf(problems);
    }

    /** Returns all problems, each with file, line and rule. */
    public List<String> problems() {
        return problems;
    }
}
