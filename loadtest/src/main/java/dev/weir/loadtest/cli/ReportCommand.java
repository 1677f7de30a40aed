package dev.weir.loadtest.cli;

import com.google.gson.JsonObject;
import dev.weir.loadtest.report.Compared;
import dev.weir.loadtest.report.HtmlReport;
import dev.weir.loadtest.report.JUnitReport;
import dev.weir.loadtest.report.Results;
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
        description = "Write a run's report again from results.json: page, JSON or JUnit XML, compared with an earlier "
                + "run if given.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--results", required = true, paramLabel = "FILE", description = "results.json of a run.")
    private Path results = Path.of("");

    @Option(names = "--baseline", paramLabel = "FILE", description = "results.json of an earlier run.")
    private @Nullable Path baseline;

    @Option(names = "--html", paramLabel = "FILE", description = "The page to be written.")
    private @Nullable Path html;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "The results to be written, with the comparison if there is one.")
    private @Nullable Path json;

    @Option(names = "--junit", paramLabel = "FILE", description = "The verdicts to be written as JUnit XML.")
    private @Nullable Path junit;

    @Override
    public Integer call() throws IOException {
        if (html == null && json == null && junit == null) {
            throw new IOException("report: --html, --json or --junit says what is to be written");
        }
        JsonObject now = ProjectCommand.read(results);
        Optional<JsonObject> before = baseline == null ? Optional.empty() : Optional.of(ProjectCommand.read(baseline));
        write(html, HtmlReport.of(now, before));
        write(junit, JUnitReport.of(now));
        JsonObject compared = now.deepCopy();
        before.ifPresent(earlier -> compared.add("comparison", Compared.json(now, earlier)));
        write(json, Results.text(compared));
        return 0;
    }

    private void write(@Nullable Path file, String content) throws IOException {
        if (file != null) {
            Files.writeString(file, content);
            spec.commandLine().getOut().println("report  " + file);
        }
    }
}
