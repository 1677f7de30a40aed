package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Arrival;
import dev.weir.loadtest.drive.Comparison;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.ProxyLine;
import dev.weir.loadtest.drive.Rehearsal;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.report.Slo;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/**
 * What runs without a command: the capacity of this machine in a closed loop, then an open loop at seven tenths of it, and
 * the same through a proxy that does nothing and without one. The plan is a state of size S, due at the end of the month.
 */
final class CanonicalRun {
    private static final double SHARE = 0.7;
    private static final long PROBE_RECORDS = 200_000;
    private static final int ROUNDS = 2;
    private static final int SECONDS = 30;
    private static final int WARM_UP = 5;

    private CanonicalRun() {}

    static int run(PrintWriter out, PrintWriter err) throws IOException, InterruptedException {
        MonthPlan size = SizeProfiles.plan("S").orElseThrow();
        OffsetDateTime due = OffsetDateTime.now(ZoneOffset.UTC)
                .with(TemporalAdjusters.lastDayOfMonth())
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .minusSeconds(1);
        PlanFile whole = new PlanFile(size, Optional.of(due));
        Session session = Session.begin(out, err, Optional.empty(), size);
        Rehearsal rehearsal = session.rehearsal();
        try (ProxyLine line = rehearsal.line()) {
            session.say("the same load through every proxy there is and without one, closed loop, in rounds");
            Comparison.Outcome routes = rehearsal.compare(Optional.of(line), size, ROUNDS);
            Load probe = Load.of(size.scaledTo(PROBE_RECORDS), Duration.ofSeconds(1), Arrival.CLOSED);
            RunResult capacity = rehearsal.through(line, probe, 1);
            double rate = Math.max(100, SHARE * capacity.acked() / capacity.seconds());
            session.say(String.format(
                    Locale.ROOT, "open loop at %,.0f records/s for %d s, every record checked", rate, SECONDS));
            Load load =
                    Load.of(size.scaledTo(Math.round(rate * SECONDS)), Duration.ofSeconds(SECONDS), Arrival.UNIFORM);
            RunResult run = rehearsal.through(line, load, WARM_UP);
            double ceiling = routes.routes().get(routes.routes().size() - 1).rate();
            return session.finish(
                    session.judge("canonical", run, whole, Slo.USUAL, ceiling).with(routes));
        }
    }
}
