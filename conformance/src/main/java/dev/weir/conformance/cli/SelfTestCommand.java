package dev.weir.conformance.cli;

import dev.weir.conformance.run.SelfTest;
import dev.weir.conformance.run.Zoo;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the leaky proxies. */
@Command(
        name = "selftest",
        description = "Runs leaky proxies; each must be caught by a case that is named for it.",
        mixinStandardHelpOptions = true)
final class SelfTestCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @SuppressWarnings("NullAway.Init")
    SelfTestCommand() {}

    @Override
    public Integer call() throws Exception {
        Optional<Zoo> zoo = ServiceLoader.load(Zoo.class).findFirst();
        if (zoo.isEmpty()) {
            System.err.println("selftest: the leaky proxies are test sources: mvn -pl conformance test-compile");
            return Exit.NOT_RUN;
        }
        List<SelfTest.Finding> findings =
                new SelfTest(options.settings(Conform.suite(), "zoo:", Optional.empty()), zoo.get()).run();
        for (SelfTest.Finding one : findings) {
            System.out.println((one.caught() ? "caught  " : "MISSED  ") + one.name() + "  " + one.defect() + "  "
                    + one.caughtBy() + (one.caught() ? "" : " of " + one.named() + " " + one.because()));
        }
        long missed = findings.stream().filter(f -> !f.caught()).count();
        System.out.println(findings.size() + " proxies, " + missed + " missed");
        return missed == 0 ? Exit.OK : Exit.SUITE;
    }
}
