package dev.weir.loadtest.drive;

import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.rig.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs on one machine: through the proxy with every record checked, and, for comparison, over other routes.
 */
public final class Rehearsal {
    private final Workspace workspace;
    private final StateRows rows;
    private final Consumer<Window> watcher;
    private int runs;

    /**
     * Prepares rehearsals.
     *
     * @param watcher told every second
     */
    public Rehearsal(Workspace workspace, StateRows rows, Consumer<Window> watcher) {
        this.workspace = workspace;
        this.rows = rows;
        this.watcher = watcher;
    }

    /** What can be done to a line while a load goes through it. */
    @FunctionalInterface
    public interface FaultPlan {
        /** No faults. */
        FaultPlan NONE = line -> List.of();

        /** Returns the faults for a line. */
        List<Faults.Planned> faults(ProxyLine line);
    }

    /** Starts {@code weir serve} and a receiver for several loads. */
    public ProxyLine line() throws IOException, InterruptedException {
        return new ProxyLine(workspace, rows, runDirectory("line"), FeedTamper.NONE, ProxyLine.Needs.NONE);
    }

    /** Runs a load through a line, every record checked. */
    public RunResult through(ProxyLine line, Load load, int warmUpSeconds) throws IOException, InterruptedException {
        return line.run(load, runDirectory("proxy"), warmUpSeconds, FaultPlan.NONE, () -> {}, watcher);
    }

    /** Runs a load through {@code weir serve}, every record checked. */
    public RunResult throughProxy(Load load, int warmUpSeconds, FaultPlan plan, ProxyLine.Needs needs)
            throws IOException, InterruptedException {
        return throughProxy(load, warmUpSeconds, plan, needs, FeedTamper.NONE, () -> {});
    }

    RunResult throughProxy(
            Load load,
            int warmUpSeconds,
            FaultPlan plan,
            ProxyLine.Needs needs,
            FeedTamper tamper,
            LoadSource.Throttle throttle)
            throws IOException, InterruptedException {
        Path dir = runDirectory("proxy");
        try (ProxyLine line = new ProxyLine(workspace, rows, dir, tamper, needs)) {
            return line.run(load, dir, warmUpSeconds, plan, throttle, watcher);
        }
    }

    /** Runs the same load over every route there is, also through a line if there is one. */
    public Comparison.Outcome compare(Optional<ProxyLine> line, MonthPlan month, int rounds)
            throws IOException, InterruptedException {
        try (Comparison comparison = new Comparison(workspace, rows, runDirectory("comparison"), line)) {
            return comparison.run(month, rounds);
        }
    }

    private Path runDirectory(String name) throws IOException {
        runs++;
        return Files.createDirectories(workspace.dir().resolve("run-" + runs + "-" + name));
    }
}
