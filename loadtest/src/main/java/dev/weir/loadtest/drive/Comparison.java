package dev.weir.loadtest.drive;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverConfig;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.rig.InstalledProxy;
import dev.weir.loadtest.rig.PassThrough;
import dev.weir.loadtest.rig.Relay;
import dev.weir.loadtest.rig.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same load over every route there is: straight to a receiver, through proxies that pass everything through, and, if
 * there is a line, through the proxy. All of them run from the beginning on and are warm. Each round goes the other way
 * round than the one before, so that a drift of the machine favours nobody. A closed loop, no record checked: what is
 * compared are rates and processor time.
 */
public final class Comparison implements Closeable {
    private static final long WARMING = 60_000;
    private static final long FEWEST = 40_000;
    private static final long MOST = 2_000_000;
    private static final double SECONDS_OF_FASTEST = 2.5;
    private static final double SECONDS_OF_SLOWEST = 15;

    private final Workspace workspace;
    private final StateRows rows;
    private final Path dir;
    private final Receiver receiver;
    private final List<Route> routes = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private int runs;

    /** Where a load goes, and how that was set up. */
    private record Route(LoadRun.Target target, String settings) {}

    /**
     * What a comparison has shown.
     *
     * @param routes one result for each route, over all rounds; the proxy's is the first if it is among them
     * @param settings how each was set up, in the same order
     * @param missing programs that are not installed
     * @param rounds how often each was run
     * @param records records of a run
     */
    public record Outcome(
            List<RunResult> routes, List<String> settings, List<String> missing, int rounds, long records) {
        /** No comparison was made. */
        public static final Outcome NONE = new Outcome(List.of(), List.of(), List.of(), 0, 0);

        public Outcome {
            routes = List.copyOf(routes);
            settings = List.copyOf(settings);
            missing = List.copyOf(missing);
        }
    }

    Comparison(Workspace workspace, StateRows rows, Path dir, Optional<ProxyLine> line)
            throws IOException, InterruptedException {
        this.workspace = workspace;
        this.rows = rows;
        this.dir = dir;
        receiver = Receiver.start(
                new ReceiverConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        workspace.tls(Role.RECEIVER),
                        dir.resolve("store"),
                        workspace.statementKeys(),
                        false),
                ReceiverEvents.NONE);
        int port = receiver.address().getPort();
        try {
            line.ifPresent(proxy -> routes.add(
                    new Route(proxy.unchecked(), "heap of 128 MiB, TLS 1.2 and 1.3 with certificates on both sides")));
            relay(PassThrough.start(workspace, port));
            for (InstalledProxy.Kind kind : InstalledProxy.Kind.values()) {
                Optional<Path> program = kind.installed();
                if (program.isPresent()) {
                    relay(InstalledProxy.start(kind, program.get(), workspace, port));
                } else {
                    missing.add(kind.program());
                }
            }
            routes.add(new Route(
                    target("straight to the receiver", port, () -> ProxySample.NONE),
                    "TLS 1.2 and 1.3 with certificates on both sides, once"));
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void relay(Relay relay) {
        relays.add(relay);
        routes.add(new Route(
                target(relay.name(), relay.port(), () -> ProxySample.of("", relay.pid())), relay.settings()));
    }

    private LoadRun.Target target(String name, int port, java.util.function.Supplier<ProxySample> sample) {
        return new LoadRun.Target(
                name,
                new Endpoint("127.0.0.1", port, "localhost"),
                workspace.tls(Role.SUBMITTER),
                sample,
                Optional.empty());
    }

    /**
     * Runs all rounds.
     *
     * @param month of whose rows a run has as many as the routes take in a few seconds
     * @param rounds an even number, so that a steady drift cancels out
     */
    public Outcome run(MonthPlan month, int rounds) throws IOException, InterruptedException {
        double slowest = Double.MAX_VALUE;
        double fastest = 0;
        for (Route route : routes) {
            run(route, closed(month, WARMING));
            RunResult warm = run(route, closed(month, WARMING));
            slowest = Math.min(slowest, warm.acked() / warm.seconds());
            fastest = Math.max(fastest, warm.acked() / warm.seconds());
        }
        double wanted = Math.min(fastest * SECONDS_OF_FASTEST, slowest * SECONDS_OF_SLOWEST);
        long records = Math.round(Math.max(FEWEST, Math.min(MOST, wanted)));
        Load load = closed(month, records);
        List<Optional<RunResult>> results = new ArrayList<>(Collections.nCopies(routes.size(), Optional.empty()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < routes.size(); i++) {
                int which = round % 2 == 0 ? i : routes.size() - 1 - i;
                RunResult result = run(routes.get(which), load);
                results.set(
                        which,
                        Optional.of(results.get(which).map(r -> r.then(result)).orElse(result)));
            }
        }
        return new Outcome(
                results.stream().flatMap(Optional::stream).toList(),
                routes.stream().map(Route::settings).toList(),
                missing,
                rounds,
                load.records());
    }

    private static Load closed(MonthPlan month, long records) {
        return Load.of(month.scaledTo(records), Duration.ofSeconds(1), Arrival.CLOSED);
    }

    private RunResult run(Route route, Load load) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(dir.resolve("run-" + ++runs));
        return new LoadRun(load, rows, route.target(), folder, 0).run();
    }

    @Override
    public void close() throws IOException {
        relays.forEach(Relay::close);
        receiver.close();
        // Nobody looks at it again, and it is large.
        delete(dir.resolve("store"));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
