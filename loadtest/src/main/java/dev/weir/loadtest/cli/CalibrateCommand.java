package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Arrival;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.month.StateRows;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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

    @Option(names = "--records", defaultValue = "1000000", description = "Records to send. Default: 1000000.")
    private long records = 1_000_000;

    @Override
    public Integer call() throws Exception {
        MonthPlan month = SizeProfiles.plan("S").orElseThrow().scaledTo(records);
        PrintWriter out = spec.commandLine().getOut();
        Session session = Session.begin(out, spec.commandLine().getErr(), Optional.empty(), month);
        out.printf(Locale.ROOT, "generator alone              %,12.0f records/s a thread%n", generator(session.rows()));
        RunResult direct = session.rehearsal().direct(Load.of(month, Duration.ofSeconds(1), Arrival.CLOSED), 2);
        out.printf(Locale.ROOT, "submitter to receiver        %,12.0f records/s, closed loop%n", direct.rate());
        RunResult idle = session.rehearsal().passThrough(Load.of(month, Duration.ofSeconds(1), Arrival.CLOSED), 2);
        out.printf(
                Locale.ROOT,
                "through a proxy that is idle %,12.0f records/s, closed loop, %.2f s processor a million%n",
                idle.rate(),
                idle.proxyCpuPerMillion());
        return direct.failure().isPresent() || idle.failure().isPresent() ? 40 : 0;
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
