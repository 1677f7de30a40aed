package dev.weir.loadtest.cli;

import dev.weir.loadtest.sample.SampleFiles;
import dev.weir.loadtest.sample.StateMonth;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the synthetic sample again. */
@Command(name = "sample", description = "Make the synthetic sample again: one state month, nine files, two encodings.")
final class SampleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "${sys:weir.loadtest.home:-loadtest}/sample",
            description =
                    "Where the files go; files of the sample that are there are replaced. Default: sample, beside the tool.")
    private Path out = Path.of("sample");

    @Override
    public Integer call() throws IOException {
        PrintWriter report = spec.commandLine().getOut();
        for (SampleFiles.Written file : new SampleFiles(StateMonth.sample()).write(out)) {
            report.printf("%-28s %6d rows %9d bytes%n", out.relativize(file.path()), file.rows(), file.bytes());
        }
        return 0;
    }
}
