package dev.weir.loadtest.drive;

import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverConfig;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.rig.PassThrough;
import dev.weir.loadtest.rig.ProxyProcess;
import dev.weir.loadtest.rig.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    /** Runs a load through {@code weir serve}, every record checked. */
    public RunResult throughProxy(Load load, int warmUpSeconds, FaultPlan plan)
            throws IOException, InterruptedException {
        return throughProxy(load, warmUpSeconds, plan, FeedTamper.NONE, () -> {});
    }

    RunResult throughProxy(
            Load load, int warmUpSeconds, FaultPlan plan, FeedTamper tamper, LoadSource.Throttle throttle)
            throws IOException, InterruptedException {
        Path dir = runDirectory("proxy");
        LoadFile.write(load, dir);
        try (FeedCheck check = new FeedCheck(
                        rows, workspace.plan(), workspace.tokenKeys(), load.files(), load.rowsPerChunk(), 1);
                Receiver receiver = receiver(dir, true, events(check, tamper));
                ProxyProcess proxy =
                        ProxyProcess.start(workspace, receiver.address().getPort())) {
            LoadRun.Target target = new LoadRun.Target(
                    "weir serve",
                    "127.0.0.1",
                    proxy.port(),
                    workspace.tls(Role.SUBMITTER),
                    sampler(proxy),
                    Optional.of(check));
            return new LoadRun(load, rows, target, dir, warmUpSeconds)
                    .watchedBy(watcher)
                    .with(new Faults(plan.faults(proxy)))
                    .throttledBy(throttle)
                    .run();
        }
    }

    /** Runs a load straight to a receiver that takes what is not minimized. */
    public RunResult direct(Load load, int warmUpSeconds) throws IOException, InterruptedException {
        Path dir = runDirectory("direct");
        try (Receiver receiver = receiver(dir, false, ReceiverEvents.NONE)) {
            return run("straight to the receiver", receiver.address().getPort(), load, warmUpSeconds, dir, null);
        }
    }

    /** Runs a load through a gRPC proxy that passes bytes through and does nothing else. */
    public RunResult passThrough(Load load, int warmUpSeconds) throws IOException, InterruptedException {
        Path dir = runDirectory("pass-through");
        try (Receiver receiver = receiver(dir, false, ReceiverEvents.NONE);
                PassThrough proxy =
                        PassThrough.start(workspace, receiver.address().getPort())) {
            return run("plain grpc-java pass-through", proxy.port(), load, warmUpSeconds, dir, proxy);
        }
    }

    private RunResult run(String route, int port, Load load, int warmUpSeconds, Path dir, @Nullable PassThrough proxy)
            throws IOException, InterruptedException {
        LoadRun.Target target = new LoadRun.Target(
                route,
                "127.0.0.1",
                port,
                workspace.tls(Role.SUBMITTER),
                () -> proxy == null ? ProxySample.NONE : ProxySample.of("", proxy.pid()),
                Optional.empty());
        return new LoadRun(load, rows, target, dir, warmUpSeconds)
                .watchedBy(watcher)
                .run();
    }

    private Path runDirectory(String name) throws IOException {
        runs++;
        return Files.createDirectories(workspace.dir().resolve("run-" + runs + "-" + name));
    }

    private Receiver receiver(Path dir, boolean minimizedOnly, ReceiverEvents events) throws IOException {
        return Receiver.start(
                new ReceiverConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        workspace.tls(Role.RECEIVER),
                        dir.resolve("store"),
                        workspace.statementKeys(),
                        minimizedOnly),
                events);
    }

    private static ReceiverEvents events(FeedCheck check, FeedTamper tamper) {
        return new ReceiverEvents() {
            @Override
            public void chunkAppended(
                    String submissionId, String fileName, int chunk, byte[] bytes, int offset, int length) {
                byte[] seen = tamper.tamper(fileName, chunk, bytes, offset, length);
                if (seen == bytes) {
                    check.arrived(fileName, chunk, bytes, offset, length);
                } else {
                    check.arrived(fileName, chunk, seen, 0, seen.length);
                }
            }
        };
    }

    private static Supplier<ProxySample> sampler(ProxyProcess proxy) {
        return () -> {
            try {
                return ProxySample.of(proxy.metrics(), proxy.pid());
            } catch (IOException notNow) {
                return ProxySample.of("", proxy.pid());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ProxySample.NONE;
            }
        };
    }
}
