package dev.weir.loadtest.cli;

import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.check.Finding;
import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.LoadFile;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.report.Results;
import dev.weir.loadtest.report.Verdicts;
import dev.weir.loadtest.rig.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds what a receiver has on disk against what must be there, after a run. */
@Command(
        name = "verify",
        description = "Hold the receiver's store of a run against what must be there: every record, once, and right; "
                + "and verify its ledger and receipts.")
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
        PrintWriter out = spec.commandLine().getOut();
        FeedCheck.Result result = records(sent, workspace, out);
        out.printf("%,d records checked%n", result.checked());
        for (Finding finding : Finding.values()) {
            out.printf("%-10s %d%n", finding, result.count(finding));
        }
        result.first().forEach((finding, place) -> out.println(finding + " first in " + place));
        LedgerCheck.Result ledger = new LedgerCheck(workspace.ledger(), workspace.ledgerKeys())
                .run(sent.submitted(run, new StateRows(sent.month())));
        Results.ledgerLines(ledger).forEach(out::println);
        return Verdicts.worst(List.of(Verdicts.ofCheck(result), ledger.holds() ? Verdicts.OK : Verdicts.RECEIPT))
                .code();
    }

    private static FeedCheck.Result records(LoadFile sent, Workspace workspace, PrintWriter out)
            throws IOException, InterruptedException {
        StateRows rows = new StateRows(sent.month());
        Load load = sent.load();
        try (FeedCheck check = new FeedCheck(
                        rows, workspace.plan(), workspace.tokenKeys(), load.files(), load.rowsPerChunk(), 1);
                FeedCheck releases = new FeedCheck(
                        rows,
                        workspace.releasePlan(),
                        workspace.releaseKeys(),
                        sent.releaseFiles(rows),
                        LoadFile.RELEASE_ROWS_PER_CHUNK,
                        1)) {
            FeedExport export = new FeedExport(sent.store());
            boolean found = false;
            for (FeedExport.Listed submission : export.list()) {
                boolean own = submission.id().equals(sent.submissionId());
                boolean release = submission.files().stream().allMatch(LoadFile::isRelease);
                if (own || release) {
                    visit(export, submission, own ? check : releases);
                    out.printf(
                            "submission %s: %s%n",
                            submission.id(), submission.complete() ? "complete" : "NOT complete");
                }
                found |= own;
            }
            if (!found) {
                throw new IOException(sent.store() + ": has the submission of the run");
            }
            return check.finish(all(load.files())).plus(releases.finish(all(sent.releaseFiles(rows))));
        }
    }

    private static Map<String, Long> all(List<SentFile> files) {
        Map<String, Long> all = new HashMap<>();
        files.forEach(file -> all.put(file.name(), file.rows()));
        return all;
    }

    private static void visit(FeedExport export, FeedExport.Listed submission, FeedCheck check) throws IOException {
        for (int i = 0; i < submission.files().size(); i++) {
            String name = submission.files().get(i);
            export.visit(
                    submission.state(),
                    submission.id(),
                    i,
                    (number, records) -> check.arrived(name, number, records, 0, records.length));
        }
    }
}
