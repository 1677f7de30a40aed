package dev.weir.conformance.cli;

import dev.weir.conformance.suite.Requirement;
import dev.weir.conformance.suite.Suite;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Holds the requirements against the cases. */
@Command(
        name = "coverage",
        description = "Says which cases test which requirement; fails where a SHALL is untested.",
        mixinStandardHelpOptions = true)
final class CoverageCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init")
    CoverageCommand() {}

    @Override
    public Integer call() throws Exception {
        Suite suite = Conform.suite();
        for (Requirement requirement : suite.requirements()) {
            List<String> cases = suite.testing(requirement.id());
            System.out.println(requirement.id() + "  " + (requirement.shall() ? "SHALL " : "SHOULD") + "  "
                    + (cases.isEmpty() ? "-" : cases.size() + " cases") + "  "
                    + (requirement.untested().isEmpty() ? "" : "(" + requirement.untested() + ")"));
        }
        List<Requirement> untested = suite.untested();
        untested.forEach(r -> System.err.println("untested: " + r.id() + " " + r.text()));
        System.err.println(suite.requirements().size() + " requirements, "
                + suite.cases().size() + " cases, " + untested.size() + " untested");
        return untested.isEmpty() ? Exit.OK : Exit.FAILED;
    }
}
