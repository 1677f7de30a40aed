package dev.weir.conformance.cli;

import dev.weir.conformance.run.AttestationAnswers;
import dev.weir.conformance.suite.Generator;
import dev.weir.conformance.suite.Suite;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Owns ids and counts. */
@Command(
        name = "vectorgen",
        description = "append: gives new cases (id: WIR-new) their ids and writes the index; check: reads everything; "
                + "answers: writes the known answers about attestations anew, with new keys.",
        mixinStandardHelpOptions = true)
final class VectorgenCommand implements Callable<Integer> {
    /** What to do. */
    enum What {
        APPEND,
        CHECK,
        ANSWERS
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
        if (what == What.ANSWERS) {
            String answers = AttestationAnswers.of(suite, Files.createTempDirectory("conform-answers"));
            Files.writeString(Conform.home().resolve("suites/attestations.json"), answers);
        }
        System.out.println(suite.cases().size() + " cases, " + suite.vectors().size() + " of them known answers");
        return Exit.OK;
    }
}
