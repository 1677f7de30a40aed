package dev.weir.loadtest.drive;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.rig.PassThrough;
import dev.weir.loadtest.rig.ProxyProcess;
import dev.weir.loadtest.rig.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs on one machine, each with a receiver of its own: through the proxy with every record checked, through a proxy that
 * does nothing, and straight to the receiver.
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

    /** What can be done to a proxy while a load goes through it. */
    @FunctionalInterface
    public interface FaultPlan {
        /** No faults. */
        FaultPlan NONE = proxy -> List.of();

        /** Returns the faults for a proxy. */
        List<Faults.Planned> faults(ProxyProcess proxy);
    }

    /** Starts {@code weir serve} and a receiver for several loads. */
    public ProxyLine line() throws IOException, InterruptedException {
        return new ProxyLine(workspace, rows, runDirectory("line"), FeedTamper.NONE);
    }

    /** Runs a load through a line, every record checked. */
    public RunResult through(ProxyLine line, Load load, int warmUpSeconds) throws IOException, InterruptedException {
        return line.run(load, runDirectory("proxy"), warmUpSeconds, FaultPlan.NONE, () -> {}, watcher);
    }

    /** Runs a load through {@code weir serve}, every record checked. */
    public RunResult throughProxy(Load load, int warmUpSeconds, FaultPlan plan)
            throws IOException, InterruptedException {
        return throughProxy(load, warmUpSeconds, plan, FeedTamper.NONE, () -> {});
    }

    RunResult throughProxy(
            Load load, int warmUpSeconds, FaultPlan plan, FeedTamper tamper, LoadSource.Throttle throttle)
            throws IOException, InterruptedException {
        Path dir = runDirectory("proxy");
        try (ProxyLine line = new ProxyLine(workspace, rows, dir, tamper)) {
            return line.run(load, dir, warmUpSeconds, plan, throttle, watcher);
        }
    }

    /** Runs a load straight to a receiver that takes what is not minimized. */
    public RunResult direct(Load load, int warmUpSeconds) throws IOException, InterruptedException {
        Path dir = runDirectory("direct");
        try (Receiver receiver = ProxyLine.receiver(workspace, dir.resolve("store"), false, ReceiverEvents.NONE)) {
            return run("straight to the receiver", receiver.address().getPort(), load, warmUpSeconds, dir, null);
        }
    }

    /** Runs a load through a gRPC proxy that passes bytes through and does nothing else. */
    public RunResult passThrough(Load load, int warmUpSeconds) throws IOException, InterruptedException {
        Path dir = runDirectory("pass-through");
        try (Receiver receiver = ProxyLine.receiver(workspace, dir.resolve("store"), false, ReceiverEvents.NONE);
                PassThrough proxy =
                        PassThrough.start(workspace, receiver.address().getPort())) {
            return run("plain grpc-java pass-through", proxy.port(), load, warmUpSeconds, dir, proxy);
        }
    }

    private RunResult run(String route, int port, Load load, int warmUpSeconds, Path dir, @Nullable PassThrough proxy)
            throws IOException, InterruptedException {
        LoadRun.Target target = new LoadRun.Target(
                route,
                local(port),
                workspace.tls(Role.SUBMITTER),
                () -> proxy == null ? ProxySample.NONE : ProxySample.of("", proxy.pid()),
                Optional.empty());
        return new LoadRun(load, rows, target, dir, warmUpSeconds)
                .watchedBy(watcher)
                .run();
    }

    private static Endpoint local(int port) {
        return new Endpoint("127.0.0.1", port, "localhost");
    }

    private Path runDirectory(String name) throws IOException {
        runs++;
        return Files.createDirectories(workspace.dir().resolve("run-" + runs + "-" + name));
    }
}
