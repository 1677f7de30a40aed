package dev.weir.conformance.cli;

import dev.weir.conformance.suite.Level;
import dev.weir.conformance.suite.TestCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists cases. */
@Command(name = "list", description = "Lists cases: the test plan.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    /** How the list looks. */
    enum Format {
        TEXT,
        MD
    }

    @Option(names = "--level", defaultValue = "L3", description = "Highest level. Default: ${DEFAULT-VALUE}.")
    private Level level;

    @Option(names = "--run", paramLabel = "PATTERN", description = "Only these cases.")
    private List<String> patterns = new ArrayList<>();

    @Option(names = "--format", defaultValue = "TEXT", description = "${COMPLETION-CANDIDATES}.")
    private Format format;

    @SuppressWarnings("NullAway.Init")
    ListCommand() {}

    @Override
    public Integer call() throws Exception {
        List<TestCase> cases = Conform.suite().select(level, patterns);
        if (format == Format.MD) {
            System.out.println("| Case | Claim | Level | Requirements |\n|---|---|---|---|");
        }
        for (TestCase one : cases) {
            System.out.println(
                    format == Format.MD
                            ? "| " + one.id() + " | " + one.title() + " | " + one.level() + " | "
                                    + String.join(", ", one.requirements()) + " |"
                            : one.id() + "  " + one.level() + "  " + one.title());
        }
        System.err.println(cases.size() + " cases");
        return Exit.OK;
    }
}
