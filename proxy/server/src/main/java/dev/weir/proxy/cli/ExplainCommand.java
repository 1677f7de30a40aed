package dev.weir.proxy.cli;

import dev.weir.core.plan.Plan;
import dev.weir.proxy.config.PolicyReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the plan that runs. */
@Command(
        name = "explain",
        header = "Says what a policy lets out.",
        description = "Prints in plain words what a state's policy lets out: the plan that runs, class by class and "
                + "element by element, and the most that an attestation could open.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "Folder of the policy, such as state-configs/ca.")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    ExplainCommand() {}

    @Override
    public Integer call() throws Exception {
        System.out.print(Plan.withoutAttestation(PolicyReader.read(folder)).explain());
        return Exit.OK;
    }
}
