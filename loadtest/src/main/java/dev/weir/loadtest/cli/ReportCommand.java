package dev.weir.loadtest.cli;

import dev.weir.loadtest.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report again. */
@Command(
        name = "report",
        description = "Write the page again from results.json, compared with an earlier run if given.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--results", required = true, paramLabel = "FILE", description = "results.json of a run.")
    private Path results = Path.of("");

    @Option(names = "--baseline", paramLabel = "FILE", description = "results.json of an earlier run.")
    private @Nullable Path baseline;

    @Option(names = "--html", required = true, paramLabel = "FILE", description = "The page to be written.")
    private Path html = Path.of("");

    @Override
    public Integer call() throws IOException {
        Files.writeString(
                html,
                HtmlReport.of(
                        ProjectCommand.read(results),
                        baseline == null ? Optional.empty() : Optional.of(ProjectCommand.read(baseline))));
        spec.commandLine().getOut().println("report  " + html);
        return 0;
    }
}
