package dev.weir.conformance.cli;

import dev.weir.conformance.run.Calibration;
import dev.weir.conformance.run.CaseResult;
import dev.weir.conformance.run.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Proves that the oracle sees every canary. */
@Command(
        name = "calibrate",
        description = "Runs the cases without a proxy: the oracle must then find every canary.",
        mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @SuppressWarnings("NullAway.Init")
    CalibrateCommand() {}

    @Override
    public Integer call() throws Exception {
        List<CaseResult> results = new Calibration(options.settings(Conform.suite(), "", Optional.empty())).run();
        long canaries = results.stream().mapToLong(CaseResult::canaries).sum();
        for (CaseResult result : results) {
            if (result.verdict() != Verdict.PASS) {
                System.out.println(result.testCase().id() + "  " + result.failures());
            }
        }
        long bad = results.stream().filter(r -> r.verdict() != Verdict.PASS).count();
        System.out.println(results.size() + " cases, " + canaries + " canaries, " + bad + " cases not calibrated");
        return bad == 0 ? Exit.OK : Exit.SUITE;
    }
}
