package dev.weir.loadtest.cli;

import dev.weir.loadtest.month.GeneratedFiles;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.StateRows;
import dev.weir.tmsis.file.Encoding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a month as T-MSIS files. */
@Command(name = "generate", description = "Write a synthetic month of any size as T-MSIS files.")
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlanOptions options = new PlanOptions();

    @Option(names = "--records", paramLabel = "N", description = "Scale the plan to so many records in all.")
    private @Nullable Long records;

    @Option(names = "--encoding", defaultValue = "PSV", description = "PSV or FLF. Default: PSV.")
    private Encoding encoding = Encoding.PSV;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the files go.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        MonthPlan plan = options.read().plan();
        StateRows rows = new StateRows(records == null ? plan : plan.scaledTo(records));
        PrintWriter print = spec.commandLine().getOut();
        new GeneratedFiles(rows, encoding)
                .write(out, (path, count) -> print.printf("%-16s %,d rows%n", path.getFileName(), count));
        return 0;
    }
}
