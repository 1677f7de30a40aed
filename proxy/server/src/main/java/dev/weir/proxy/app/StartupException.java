package dev.weir.proxy.app;

import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.ConfigProblem;
import java.util.List;

/** A process that cannot start, with everything that stands in its way. */
public final class StartupException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public StartupException(String problem) {
        this(List.of(problem));
    }

    public StartupException(List<String> problems) {
        super(problems.get(0));
        this.problems = List.copyOf(problems);
    }

    static StartupException of(ConfigException e) {
        return new StartupException(
                e.problems().stream().map(ConfigProblem::text).toList());
    }

    /** Returns all problems, each a line. */
    public List<String> problems() {
        return problems;
    }
}
