package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Arrival;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.ProxyLine;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.report.Results;
import dev.weir.loadtest.report.Slo;
import dev.weir.loadtest.report.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Searches the highest rate that keeps to the SLO: doubles until it does not, then halves the gap. */
@Command(name = "findmax", description = "Search the highest rate that keeps to the SLO, open loop.")
final class FindmaxCommand implements Callable<Integer> {
    /** A rate is held when this share of what was intended became durable. */
    private static final double HELD = 0.97;

    /** Records that warm the proxy up before the first rate. */
    private static final long WARMING = 100_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlanOptions plan = new PlanOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--from-rate", defaultValue = "5000", description = "First rate, records/s. Default: 5000.")
    private double first = 5000;

    @Option(names = "--steps", defaultValue = "8", description = "Runs at most. Default: 8.")
    private int most = 8;

    @Option(names = "--step-time", defaultValue = "15s", description = "Length of a run. Default: 15s.")
    private String stepTime = "15s";

    @Override
    public Integer call() throws Exception {
        PlanFile whole = plan.read();
        Duration duration = LoadCommand.parse(stepTime);
        Slo slo = run.slo();
        Session session =
                Session.begin(spec.commandLine().getOut(), spec.commandLine().getErr(), run.out(), whole.plan());
        double low = 0;
        double high = 0;
        double rate = first;
        List<double[]> steps = new ArrayList<>();
        Optional<Results> best = Optional.empty();
        Optional<Results> last = Optional.empty();
        try (ProxyLine line = session.rehearsal().line()) {
            session.rehearsal()
                    .through(line, Load.of(whole.plan().scaledTo(WARMING), Duration.ofSeconds(1), Arrival.CLOSED), 0);
            for (int step = 0; step < most; step++) {
                MonthPlan month = whole.plan().scaledTo(Math.round(rate * duration.toSeconds()));
                Load load = run.load(month, duration);
                RunResult result = session.rehearsal().through(line, load, run.warmUp());
                Results results = session.judge("findmax", result, whole, slo, 0);
                List<String> doubts = Session.doubts(result, 0, new ArrayList<>());
                boolean met = result.rate() >= HELD * rate
                        && slo.judge(result).stream().allMatch(Slo.Outcome::met)
                        && Verdicts.ofRecords(result) == Verdicts.OK;
                double p99 = result.millis(Stopwatch.Kind.RESPONSE, 99);
                steps.add(new double[] {rate, result.rate(), p99, met ? 1 : 0});
                session.say(String.format(
                        Locale.ROOT,
                        "%,.0f records/s: %,.0f durable, p99 %.0f ms: %s%s",
                        rate,
                        result.rate(),
                        p99,
                        met ? "met" : "missed",
                        doubts.isEmpty() ? "" : ", but invalid: " + String.join("; ", doubts)));
                last = Optional.of(results);
                if (Verdicts.ofRecords(result) != Verdicts.OK) {
                    break;
                }
                if (met) {
                    best = last;
                    low = rate;
                } else {
                    high = rate;
                }
                rate = high == 0 ? rate * 2 : (low + high) / 2;
            }
        }
        Results found = best.orElse(last.orElseThrow());
        steps.forEach(s -> found.step(s[0], s[1], s[2], s[3] == 1));
        return session.finish(found);
    }
}
