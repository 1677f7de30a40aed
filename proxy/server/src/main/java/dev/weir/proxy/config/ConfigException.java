package dev.weir.proxy.config;

import java.util.List;

/** A configuration that is refused, with everything that is wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    public ConfigException(List<ConfigProblem> problems) {
        super(problems.get(0).text());
        this.problems = List.copyOf(problems);
    }

    /** Returns all problems. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
