package dev.weir.loadtest.drive;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverConfig;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.rig.ProxyProcess;
import dev.weir.loadtest.rig.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A proxy process and its receiver, for one load after the other; the later ones find them warm. */
public final class ProxyLine implements Closeable {
    private final Workspace workspace;
    private final StateRows rows;
    private final FeedTamper tamper;
    private final Path store;
    private final Receiver receiver;
    private final ProxyProcess proxy;
    private volatile @Nullable FeedCheck current;

    ProxyLine(Workspace workspace, StateRows rows, Path dir, FeedTamper tamper)
            throws IOException, InterruptedException {
        this.workspace = workspace;
        this.rows = rows;
        this.tamper = tamper;
        this.store = dir.resolve("store");
        this.receiver = receiver(workspace, store, true, new ReceiverEvents() {
            @Override
            public void chunkAppended(
                    String submissionId, String fileName, int chunk, byte[] bytes, int offset, int length) {
                appended(fileName, chunk, bytes, offset, length);
            }
        });
        try {
            this.proxy = ProxyProcess.start(workspace, receiver.address().getPort());
        } catch (IOException | InterruptedException | RuntimeException e) {
            receiver.close();
            throw e;
        }
    }

    static Receiver receiver(Workspace workspace, Path store, boolean minimizedOnly, ReceiverEvents events)
            throws IOException {
        return Receiver.start(
                new ReceiverConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        workspace.tls(Role.RECEIVER),
                        store,
                        workspace.statementKeys(),
                        minimizedOnly),
                events);
    }

    private void appended(String fileName, int chunk, byte[] bytes, int offset, int length) {
        FeedCheck check = current;
        if (check == null) {
            return;
        }
        byte[] seen = tamper.tamper(fileName, chunk, bytes, offset, length);
        if (seen == bytes) {
            check.arrived(fileName, chunk, bytes, offset, length);
        } else {
            check.arrived(fileName, chunk, seen, 0, seen.length);
        }
    }

    /** Sends a load, every record checked. */
    RunResult run(
            Load load,
            Path dir,
            int warmUpSeconds,
            Rehearsal.FaultPlan plan,
            LoadSource.Throttle throttle,
            Consumer<Window> watcher)
            throws IOException, InterruptedException {
        try (FeedCheck check =
                new FeedCheck(rows, workspace.plan(), workspace.tokenKeys(), load.files(), load.rowsPerChunk(), 1)) {
            current = check;
            LoadRun run = new LoadRun(load, rows, target(Optional.of(check)), dir, warmUpSeconds)
                    .watchedBy(watcher)
                    .with(new Faults(plan.faults(proxy)))
                    .throttledBy(throttle);
            LoadFile.write(load, rows.plan(), run.submissionId(), store, dir);
            return run.run();
        } finally {
            current = null;
        }
    }

    private LoadRun.Target target(Optional<FeedCheck> check) {
        return new LoadRun.Target(
                "weir serve",
                new Endpoint("127.0.0.1", proxy.port(), "localhost"),
                workspace.tls(Role.SUBMITTER),
                this::sample,
                check);
    }

    /** Returns the line without a check of what goes through it. */
    LoadRun.Target unchecked() {
        return target(Optional.empty());
    }

    private ProxySample sample() {
        return used().withDisk(workspace.ledger(), store);
    }

    private ProxySample used() {
        try {
            return ProxySample.of(proxy.metrics(), proxy.pid());
        } catch (IOException notNow) {
            return ProxySample.of("", proxy.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProxySample.NONE;
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        receiver.close();
    }
}
