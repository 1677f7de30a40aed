package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.ProxyLine;
import dev.weir.loadtest.drive.Rehearsal;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.report.Results;
import dev.weir.loadtest.report.Slo;
import dev.weir.loadtest.report.Verdicts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that sends a load through the proxy and judges it. */
abstract class LoadCommand implements Callable<Integer> {
    private static final Pattern DURATION = Pattern.compile("([0-9]+)(s|m|h)");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlanOptions plan = new PlanOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private PutOptions put = new PutOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Records a second. Default: what sends the whole plan in the duration.")
    private @Nullable Double rate;

    @Option(
            names = "--releases",
            defaultValue = "0",
            paramLabel = "N",
            description = "Attested releases beside the load, each of 2,048 rows; ledger and receipts are verified "
                    + "in any case. Default: 0.")
    private int releases;

    /** Returns how long the load is. */
    abstract String duration();

    /** Returns what is done to the proxy meanwhile. */
    Rehearsal.FaultPlan faults(Duration duration) throws IOException {
        return Rehearsal.FaultPlan.NONE;
    }

    /** Returns whether the faults are some of the network. */
    boolean disturbsNetwork() throws IOException {
        return false;
    }

    @Override
    public Integer call() throws Exception {
        PlanFile whole = plan.read();
        Duration duration = parse(duration());
        MonthPlan month = rate == null
                ? whole.plan()
                : whole.plan().scaledTo(Math.max(1, Math.round(rate * duration.toMillis() / 1000)));
        Load load = run.load(month, duration);
        Rehearsal.FaultPlan faults = faults(duration);
        ProxyLine.Needs needs = new ProxyLine.Needs(releases, disturbsNetwork());
        Slo slo = run.slo();
        if (put.elsewhere() && !put.reachable()) {
            spec.commandLine().getErr().println("loadtest: --put: nothing listens there");
            return Verdicts.GONE.code();
        }
        Session session =
                Session.begin(spec.commandLine().getOut(), spec.commandLine().getErr(), run.out(), month);
        session.say(String.format(
                java.util.Locale.ROOT,
                "%,d records in %s (%s), everything in %s",
                load.records(),
                duration(),
                load.arrival().openLoop() ? "open loop" : "closed loop",
                session.dir()));
        RunResult result = put.elsewhere()
                ? put.run(load, session.rows(), session.dir(), run.warmUp(), session::progress)
                : session.rehearsal().throughProxy(load, run.warmUp(), faults, needs);
        Results results = session.judge(spec.name(), result, whole, slo, 0);
        return session.finish(results);
    }

    static Duration parse(String text) throws IOException {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IOException("duration: is written like 90s, 30m or 8h");
        }
        long number = Long.parseLong(matcher.group(1));
        if (number == 0) {
            throw new IOException("duration: is longer than nothing");
        }
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
