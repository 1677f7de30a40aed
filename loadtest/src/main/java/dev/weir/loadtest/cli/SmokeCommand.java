package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Arrival;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.ProxyLine;
import dev.weir.loadtest.drive.Rehearsal;
import dev.weir.loadtest.drive.Replay;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.report.Results;
import dev.weir.loadtest.report.Slo;
import dev.weir.loadtest.report.Verdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A short run for continuous integration: its exit code speaks of records only, because build machines are noisy. */
@Command(name = "smoke", description = "A short run through weir serve, for continuous integration; below 90 s.")
final class SmokeCommand implements Callable<Integer> {
    private static final int ROWS_PER_CHUNK = 128;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", paramLabel = "DIR", description = "Where everything goes. Default: a temporary folder.")
    private @Nullable Path out;

    @Option(names = "--records", defaultValue = "60000", description = "Records. Default: 60000.")
    private long records = 60_000;

    @Option(names = "--seconds", defaultValue = "12", description = "Time over which they are spread. Default: 12.")
    private int seconds = 12;

    @Option(names = "--releases", defaultValue = "3", description = "Attested releases beside it. Default: 3.")
    private int releases = 3;

    @Override
    public Integer call() throws Exception {
        PlanFile whole = new PlanFile(SizeProfiles.plan("XS").orElseThrow(), Optional.empty());
        MonthPlan month = whole.plan().scaledTo(records);
        Session session = Session.begin(
                spec.commandLine().getOut(), spec.commandLine().getErr(), Optional.ofNullable(out), month);
        Load load =
                new Load(month, Duration.ofSeconds(seconds), Arrival.POISSON, Replay.EVEN, 1, 0, 32, ROWS_PER_CHUNK);
        RunResult run = session.rehearsal()
                .throughProxy(load, 3, Rehearsal.FaultPlan.NONE, new ProxyLine.Needs(releases, false));
        List<Verdicts> unused = new ArrayList<>();
        Results results = new Results(
                "smoke",
                run,
                whole,
                Slo.USUAL.judge(run),
                Session.doubts(run, 0, unused),
                session.forecast(run, whole),
                Verdicts.ofRecords(run));
        return session.finish(results);
    }
}
