package dev.weir.conformance.cli;

import dev.weir.conformance.report.JUnitXml;
import dev.weir.conformance.report.Page;
import dev.weir.conformance.report.PublicReport;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes reports of results. */
@Command(
        name = "report",
        description = "Makes junit.xml, report.html and conformance-report.yaml of a results.json.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Option(names = "--from", paramLabel = "DIR", required = true, description = "Folder with results.json.")
    private Path from;

    @SuppressWarnings("NullAway.Init")
    ReportCommand() {}

    @Override
    public Integer call() throws Exception {
        write(from);
        return Exit.OK;
    }

    /** Writes all reports of the results in a folder, which are held against their schema first. */
    static void write(Path folder) throws SuiteException, IOException {
        Args results = new Args(Documents.read(folder.resolve("results.json")));
        List<String> problems = Documents.problems(
                Conform.home().resolve("suites/schemas/results.schema.json"), results.node(), "results.json");
        if (!problems.isEmpty()) {
            throw new SuiteException(problems);
        }
        Files.writeString(folder.resolve("junit.xml"), JUnitXml.of(results));
        Files.writeString(folder.resolve("report.html"), Page.of(results));
        Files.writeString(folder.resolve("conformance-report.yaml"), PublicReport.of(results));
    }
}
