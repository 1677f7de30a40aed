package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Comparison;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.report.Verdicts;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds out what this machine can do without a proxy. */
@Command(
        name = "calibrate",
        description = "What this machine does without a proxy: generator alone, submitter to receiver.")
final class CalibrateCommand implements Callable<Integer> {
    private static final int ROWS = 512;
    private static final long SECOND = 1_000_000_000L;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--rounds", defaultValue = "4", description = "Runs over each route. Default: 4.")
    private int rounds = 4;

    @Option(names = "--out", paramLabel = "DIR", description = "Where everything goes. Default: a temporary folder.")
    private @Nullable Path out;

    @Override
    public Integer call() throws Exception {
        MonthPlan month = SizeProfiles.plan("S").orElseThrow();
        PrintWriter print = spec.commandLine().getOut();
        Session session = Session.begin(print, spec.commandLine().getErr(), Optional.ofNullable(out), month);
        print.printf(
                Locale.ROOT, "generator alone              %,12.0f records/s a thread%n", generator(session.rows()));
        Comparison.Outcome outcome = session.rehearsal().compare(Optional.empty(), month, rounds);
        print.printf(
                Locale.ROOT,
                "closed loop, %,d records a run, %d rounds, every other one the other way round%n",
                outcome.records(),
                outcome.rounds());
        for (RunResult route : outcome.routes()) {
            print.printf(
                    Locale.ROOT,
                    "%-28s %,12.0f records/s%s%n",
                    route.route(),
                    route.rate(),
                    route.proxyCpuPerMillion() > 0
                            ? String.format(Locale.ROOT, ", %.2f s processor a million", route.proxyCpuPerMillion())
                            : "");
        }
        outcome.missing().forEach(program -> print.printf("%-28s not installed%n", program));
        boolean failed =
                outcome.routes().stream().anyMatch(route -> route.failure().isPresent());
        return failed ? Verdicts.GONE.code() : Verdicts.OK.code();
    }

    /** Returns how many records a second the generator makes when it does nothing else. */
    static double generator(StateRows rows) {
        WireBuffer out = new WireBuffer(1 << 18);
        long made = 0;
        long from = System.nanoTime();
        for (long at = 0; System.nanoTime() - from < 2 * SECOND; at = (at + ROWS) % 500_000) {
            out.clear();
            rows.records(FileType.COT, at, ROWS, out);
            // The first second is for the compiler.
            made += System.nanoTime() - from > SECOND ? ROWS : 0;
        }
        return made;
    }
}
