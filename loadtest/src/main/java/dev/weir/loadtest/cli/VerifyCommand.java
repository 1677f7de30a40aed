package dev.weir.loadtest.cli;

import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.check.Finding;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.LoadFile;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.report.Verdicts;
import dev.weir.loadtest.rig.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds what a receiver has on disk against what must be there, after a run. */
@Command(
        name = "verify",
        description = "Hold the receiver's store of a run against what must be there: every record, once, and right.")
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Folder of the session.")
    private Path dir = Path.of("");

    @Option(
            names = "--receiver-store",
            paramLabel = "DIR",
            required = true,
            description = "Folder of a run in it, such as run-1-proxy; it says where the store is.")
    private Path run = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadFile sent = LoadFile.read(run);
        Load load = sent.load();
        Workspace workspace =
                Workspace.open(dir, Home.stateConfigs(), load.month().state());
        FeedExport export = new FeedExport(sent.store());
        FeedExport.Listed submission = export.list().stream()
                .filter(listed -> listed.id().equals(sent.submissionId()))
                .findFirst()
                .orElseThrow(() -> new IOException(sent.store() + ": has the submission of the run"));
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Long> all = new HashMap<>();
        load.files().forEach(file -> all.put(file.name(), file.rows()));
        try (FeedCheck check = new FeedCheck(
                new StateRows(sent.month()),
                workspace.plan(),
                workspace.tokenKeys(),
                load.files(),
                load.rowsPerChunk(),
                1)) {
            for (int i = 0; i < submission.files().size(); i++) {
                String name = submission.files().get(i);
                export.visit(
                        submission.state(),
                        submission.id(),
                        i,
                        (number, records) -> check.arrived(name, number, records, 0, records.length));
            }
            FeedCheck.Result result = check.finish(all);
            out.printf(
                    "%,d records checked, submission %s%n",
                    result.checked(), submission.complete() ? "complete" : "NOT complete");
            for (Finding finding : Finding.values()) {
                out.printf("%-10s %d%n", finding, result.count(finding));
            }
            result.first().forEach((finding, place) -> out.println(finding + " first in " + place));
            return Verdicts.ofCheck(result).code();
        }
    }
}
