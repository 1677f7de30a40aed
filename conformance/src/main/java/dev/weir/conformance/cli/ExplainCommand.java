package dev.weir.conformance.cli;

import dev.weir.conformance.suite.Note;
import dev.weir.conformance.suite.Requirement;
import dev.weir.conformance.suite.Suite;
import dev.weir.conformance.suite.TestCase;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains a case. */
@Command(
        name = "explain",
        description = "Explains a case: claim, requirements, why it matters, steps, how to run it alone.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CASE", description = "Such as WIR-010.")
    private String id;

    @SuppressWarnings("NullAway.Init")
    ExplainCommand() {}

    @Override
    public Integer call() throws Exception {
        Suite suite = Conform.suite();
        Optional<TestCase> found = suite.find(id);
        if (found.isEmpty()) {
            System.err.println(id + ": is a case; conform list names them");
            return Exit.USAGE;
        }
        TestCase one = found.get();
        Note note = suite.note(one.note());
        System.out.println(one.id() + "  " + one.title());
        System.out.println("  level " + one.level() + ", policy " + one.policy()
                + (one.alone() ? ", a proxy of its own" : "")
                + (one.features().isEmpty() ? "" : ", needs " + String.join(", ", one.features())));
        for (Requirement requirement : suite.requirements()) {
            if (one.requirements().contains(requirement.id())) {
                System.out.println("  " + requirement.id() + "  " + requirement.text());
            }
        }
        System.out.println("  why it matters (" + note.kind() + "): " + note.effect());
        if (!one.catches().isEmpty()) {
            System.out.println("  catches " + String.join(", ", one.catches()));
        }
        System.out.println("  steps");
        one.steps().forEach(s -> System.out.println("    " + s.verb() + " " + s.args()));
        System.out.println("  alone: conformance/conform run --put exec:ADAPTER --run " + one.id() + " --trace");
        return Exit.OK;
    }
}
