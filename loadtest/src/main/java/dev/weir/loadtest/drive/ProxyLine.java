package dev.weir.loadtest.drive;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverConfig;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.rig.Hop;
import dev.weir.loadtest.rig.Officials;
import dev.weir.loadtest.rig.ProxyProcess;
import dev.weir.loadtest.rig.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A proxy process and its receiver, for one load after the other; the later ones find them warm. */
public final class ProxyLine implements Closeable {
    private static final long LEDGER_SETTLES_MILLIS = 10_000;

    private final Workspace workspace;
    private final StateRows rows;
    private final FeedTamper tamper;
    private final Needs needs;
    private final Path store;
    private final Optional<Hop> toReceiver;
    private final Optional<Hop> toProxy;
    private final Optional<Officials> officials;
    private final ProxyProcess proxy;
    private Receiver receiver;
    private volatile @Nullable FeedCheck current;
    private volatile @Nullable FeedCheck releasing;

    /**
     * What a line must be able to do besides.
     *
     * @param releases attested releases beside each load
     * @param hops whether the network before and behind the proxy can be disturbed
     */
    public record Needs(int releases, boolean hops) {
        /** Nothing. */
        public static final Needs NONE = new Needs(0, false);
    }

    ProxyLine(Workspace workspace, StateRows rows, Path dir, FeedTamper tamper, Needs needs)
            throws IOException, InterruptedException {
        this.workspace = workspace;
        this.rows = rows;
        this.tamper = tamper;
        this.needs = needs;
        this.store = dir.resolve("store");
        this.receiver = start(0);
        try {
            int port = receiver.address().getPort();
            toReceiver = needs.hops() ? Optional.of(new Hop(port)) : Optional.empty();
            int upstream = toReceiver.map(Hop::port).orElse(port);
            officials = needs.releases() > 0 ? Optional.of(workspace.officials(upstream)) : Optional.empty();
            proxy = ProxyProcess.start(workspace, upstream, officials.map(Officials::signed));
            toProxy = needs.hops() ? Optional.of(new Hop(proxy.port())) : Optional.empty();
        } catch (IOException | InterruptedException | RuntimeException e) {
            receiver.close();
            throw e;
        }
    }

    private Receiver start(int port) throws IOException {
        return Receiver.start(
                new ReceiverConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        workspace.tls(Role.RECEIVER),
                        store,
                        workspace.statementKeys(),
                        true,
                        Optional.of(workspace.acks())),
                new ReceiverEvents() {
                    @Override
                    public void chunkAppended(
                            String submissionId, String fileName, int chunk, byte[] bytes, int offset, int length) {
                        appended(fileName, chunk, bytes, offset, length);
                    }
                });
    }

    private void appended(String fileName, int chunk, byte[] bytes, int offset, int length) {
        FeedCheck check = ReleaseLoad.isRelease(fileName) ? releasing : current;
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

    /** Ends the proxy as a power cut would, and starts it again. */
    public void killProxy() throws IOException, InterruptedException {
        proxy.kill();
        proxy.restart();
    }

    /** Stops the proxy for a while without ending it. */
    public void pauseProxy(long millis) throws IOException, InterruptedException {
        proxy.pause();
        Thread.sleep(millis);
        proxy.resume();
    }

    /** Disturbs the network between proxy and receiver for a while. */
    public void disturbBehindProxy(Consumer<Hop> how, long millis) throws InterruptedException {
        disturb(toReceiver, how, millis);
    }

    /** Disturbs the network between submitter and proxy for a while. */
    public void disturbBeforeProxy(Consumer<Hop> how, long millis) throws InterruptedException {
        disturb(toProxy, how, millis);
    }

    private static void disturb(Optional<Hop> hop, Consumer<Hop> how, long millis) throws InterruptedException {
        Hop disturbed = hop.orElseThrow(() -> new IllegalStateException("line: has hops that can be disturbed"));
        how.accept(disturbed);
        Thread.sleep(millis);
        disturbed.mend();
    }

    /** Stops the receiver, and starts it again on its store after a while. */
    public void restartReceiver(long downMillis) throws IOException, InterruptedException {
        int port = receiver.address().getPort();
        receiver.close();
        Thread.sleep(downMillis);
        receiver = start(port);
    }

    /** Sends a load, every record checked, with its releases; afterwards verifies ledger and receipts. */
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
                    .with(new Faults(plan.faults(this)))
                    .throttledBy(throttle);
            LoadFile.write(load, rows.plan(), run.submissionId(), store, needs.releases(), dir);
            return officials.isEmpty()
                    ? verified(run.run(), List.of(), List.of())
                    : released(run, load, dir, officials.get());
        } finally {
            current = null;
            releasing = null;
        }
    }

    private RunResult released(LoadRun run, Load load, Path dir, Officials people)
            throws IOException, InterruptedException {
        try (ReleaseLoad releases =
                new ReleaseLoad(workspace, rows, endpoint(), people, dir, needs.releases(), load.duration())) {
            releasing = releases.check();
            releases.begin();
            RunResult result = run.beside(releases.check()).run();
            FeedCheck.Result found = releases.finish();
            return verified(result.withReleases(found), releases.submitted(), releases.failures());
        }
    }

    /** Verifies ledger and receipts; a release that did not come to its end has none, and that is a problem. */
    private RunResult verified(RunResult result, List<LedgerCheck.Submitted> releases, List<String> failures)
            throws IOException, InterruptedException {
        List<LedgerCheck.Submitted> all = new ArrayList<>(releases);
        result.receipt().ifPresent(own -> all.add(own));
        LedgerCheck.Result ledger =
                LedgerCheck.settled(workspace.ledger(), workspace.ledgerKeys(), all, LEDGER_SETTLES_MILLIS);
        return result.withLedger(ledger.with(failures));
    }

    private Endpoint endpoint() {
        return new Endpoint("127.0.0.1", toProxy.map(Hop::port).orElse(proxy.port()), "localhost");
    }

    private LoadRun.Target target(Optional<FeedCheck> check) {
        return new LoadRun.Target("weir serve", endpoint(), workspace.tls(Role.SUBMITTER), this::sample, check);
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
        if (toProxy.isPresent()) {
            toProxy.get().close();
        }
        if (toReceiver.isPresent()) {
            toReceiver.get().close();
        }
        receiver.close();
    }
}
