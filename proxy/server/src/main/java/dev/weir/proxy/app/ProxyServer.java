package dev.weir.proxy.app;

import dev.weir.core.minimize.ChunkLimits;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Opened;
import dev.weir.endpoints.net.ServerLimits;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.proxy.config.AuthorityStore;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.edge.EdgeConfig;
import dev.weir.proxy.edge.ProxyService;
import dev.weir.proxy.ops.AdminServer;
import dev.weir.proxy.ops.Logs;
import dev.weir.proxy.ops.Meters;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy. Starts when it is made and stops when it is closed; has nothing to lose when it is killed. */
public final class ProxyServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final int RELOAD_SECONDS = 2;

    /** A hold acts within a second. */
    private static final int TICK_MILLIS = 400;

    /** What gRPC takes in at all. A chunk may have a quarter of it and is refused above that with its reason. */
    private static final int MAX_MESSAGE_BYTES = 4 * ChunkLimits.MAX_INPUT_BYTES;

    private final Opened opened;
    private final ManagedChannel channel;
    private final Server server;
    private final HealthStatusManager health;
    private final Meters meters;
    private final AdminServer admin;
    private final Releases releases;

    private ProxyServer(
            Opened opened,
            ManagedChannel channel,
            Server server,
            HealthStatusManager health,
            Meters meters,
            AdminServer admin,
            Releases releases) {
        this.opened = opened;
        this.channel = channel;
        this.server = server;
        this.health = health;
        this.meters = meters;
        this.admin = admin;
        this.releases = releases;
    }

    /**
     * Starts a proxy. Policy and keys are read before anything listens.
     *
     * @throws StartupException with everything that stands in its way
     */
    public static ProxyServer start(ServeConfig config) throws StartupException, IOException {
        if (System.getenv(Logs.BINARY_LOG) != null) {
            throw new StartupException(
                    "environment: " + Logs.BINARY_LOG + ": is not set; it would write whole messages to a file");
        }
        Clock clock = Clock.systemUTC();
        Optional<AuthorityStore> authorities = Releases.authorities(config, clock);
        PolicySource policies = authorities
                .<PolicySource>map(
                        store -> new PolicySource.Signed(store, config.signed().orElseThrow(), clock))
                .orElseGet(() -> new PolicySource.Written(config.policy().orElseThrow()));
        ActivePlans plans = new ActivePlans(
                policies, config.keys(), config.keyEncryptionKey(), new KeyPin(config.stateDirectory()));
        Opened opened = new Opened();
        try {
            Releases releases = opened.add(Releases.open(config, clock, plans, authorities));
            return start(config, plans, releases, opened);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static ProxyServer start(ServeConfig config, ActivePlans plans, Releases releases, Opened opened)
            throws IOException {
        Meters meters = opened.add(new Meters());
        meters.disk(config.ledger());
        EventLoops loops = opened.add(new EventLoops(Runtime.getRuntime().availableProcessors()));
        Tls listenTls = opened.add(new Tls(config.listenTls()));
        Tls upstreamTls = opened.add(new Tls(config.upstreamTls()));
        ManagedChannel channel = opened.add(config.upstream().channel(upstreamTls, loops));
        AdminServer admin = opened.add(new AdminServer(config.admin(), meters::scrape, () -> ready(channel, releases)));
        HealthStatusManager health = new HealthStatusManager();
        EdgeConfig edge =
                new EdgeConfig(config.chunksInFlight(), config.stopRule(), config.testOnly(), Version.SOFTWARE);
        Server server = opened.add(ServerLimits.start(
                new ServerLimits(config.streamsPerConnection(), MAX_MESSAGE_BYTES)
                        .builder(config.listen(), listenTls, loops)
                        .addService(ProxyService.definition(
                                plans::current,
                                plans.signer(),
                                channel,
                                edge,
                                new ProxyEvents(meters),
                                Optional.of(releases.forEdge())))
                        .addService(health.getHealthService()),
                config.listen()));
        opened.add(health::enterTerminalState);
        ProxyServer proxy = new ProxyServer(opened, channel, server, health, meters, admin, releases);
        proxy.keepHouse(plans);
        proxy.started(plans, loops.transport());
        return proxy;
    }

    private void keepHouse(ActivePlans plans) {
        ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "weir-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        opened.add(housekeeping::shutdownNow);
        housekeeping.scheduleWithFixedDelay(
                () -> {
                    guarded(plans::reloadIfChanged, meters);
                    updateHealth();
                },
                0,
                RELOAD_SECONDS,
                TimeUnit.SECONDS);
        housekeeping.scheduleWithFixedDelay(
                () -> guarded(releases::tick, meters), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void started(ActivePlans plans, String transport) {
        plans.current()
                .ifPresent(active -> LOG.atInfo()
                        .addKeyValue("software", Version.SOFTWARE)
                        .addKeyValue("state", active.plan().scope().state())
                        .addKeyValue(
                                "policy_sha256", active.plan().policySha256().hex())
                        .addKeyValue("plan_sha256", active.plan().sha256().hex())
                        .addKeyValue("transport", transport)
                        .addKeyValue("port", address().getPort())
                        .log("proxy started"));
    }

    /** A defect here must not end the housekeeping: nothing would ever be read again, and nobody would know. */
    private static void guarded(Runnable work, Meters meters) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            StackTraceElement[] trace = e.getStackTrace();
            new ProxyEvents(meters).defect(e.getClass().getName(), trace.length == 0 ? "unknown" : trace[0].toString());
        }
    }

    private static boolean ready(ManagedChannel channel, Releases releases) {
        return channel.getState(true) == ConnectivityState.READY && releases.healthy();
    }

    private void updateHealth() {
        boolean ready = ready(channel, releases);
        ServingStatus status = ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(SmpMethods.SERVICE, status);
    }

    /** Returns where submitters connect. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    /** Returns where metrics and health are served. */
    public InetSocketAddress adminAddress() {
        return admin.address();
    }

    /** Returns all meters in the text format of Prometheus. */
    public String metrics() {
        return meters.scrape();
    }

    /** Waits until the proxy has been closed. */
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    /** Stops the proxy. On SIGTERM two threads do; the second finds nothing left to do. */
    @Override
    public void close() {
        try {
            opened.close();
        } catch (IOException e) {
            LOG.atError().log("ledger cannot be closed");
        }
    }
}
