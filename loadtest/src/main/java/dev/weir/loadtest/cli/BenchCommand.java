package dev.weir.loadtest.cli;

import dev.weir.loadtest.bench.BenchRun;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the benchmarks. */
@Command(name = "bench", description = "Run the benchmarks and print their figures beside the usual way's.")
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only benchmarks whose name matches, such as EngineBench or TokenBench.batch.")
    private String name = "";

    @Option(names = "--quick", description = "Only find out that they run; the figures mean nothing.")
    private boolean quick;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        BenchRun.run(name, quick, out);
    }
}
