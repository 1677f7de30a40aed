package dev.weir.conformance.cli;

import dev.weir.conformance.suite.Generator;
import dev.weir.conformance.suite.Suite;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Owns ids and counts. */
@Command(
        name = "vectorgen",
        description = "append: gives new cases (id: WIR-new) their ids and writes the index; check: reads everything.",
        mixinStandardHelpOptions = true)
final class VectorgenCommand implements Callable<Integer> {
    /** What to do. */
    enum What {
        APPEND,
        CHECK
    }

    @Parameters(paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}.")
    private What what;

    @SuppressWarnings("NullAway.Init")
    VectorgenCommand() {}

    @Override
    public Integer call() throws Exception {
        if (what == What.APPEND) {
            System.out.println(new Generator(Conform.home()).append() + " new ids");
        }
        Suite suite = Conform.suite();
        System.out.println(suite.cases().size() + " cases, " + suite.vectors().size() + " of them known answers");
        return Exit.OK;
    }
}
