package dev.weir.proxy.config;

/**
 * Something wrong with a configuration file. Names the place and the rule, never the value: a configuration may hold a
 * secret by mistake.
 *
 * @param file the file as it was named
 * @param line line from 1, 0 where the file as a whole is meant
 * @param path keys from the root, separated by dots; empty for the root
 * @param rule what should be there
 */
public record ConfigProblem(String file, int line, String path, String rule) {
    /** Returns the problem as one line. */
    public String text() {
        return file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + rule;
    }
}
