package dev.weir.proxy.app;

import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Opened;
import dev.weir.endpoints.net.ServerLimits;
import dev.weir.endpoints.net.Tls;
import dev.weir.proxy.config.AuthorityStore;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.edge.EdgeConfig;
import dev.weir.proxy.edge.EdgeEvents;
import dev.weir.proxy.edge.ProxyService;
import dev.weir.tmsis.StopRule;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A proxy without its housekeeping: nobody looks at what governs releases, and no clock runs on, but when a test says so. */
final class WiredProxy implements Closeable {
    private final Opened opened = new Opened();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicLong nanos = new AtomicLong();
    private final Releases releases;
    private final Server server;

    /** Starts where a proxy of the same configuration has stopped; its calls to the receiver go through an interceptor. */
    WiredProxy(ServeConfig config, ClientInterceptor upstream) throws Exception {
        Clock clock = Clock.systemUTC();
        AuthorityStore store = Releases.authorities(config, clock).orElseThrow();
        ActivePlans plans = new ActivePlans(
                new PolicySource.Signed(store, config.signed().orElseThrow(), clock),
                config.keys(),
                config.keyEncryptionKey(),
                new KeyPin(config.stateDirectory()));
        EventLoops loops = opened.add(new EventLoops(1));
        Tls listenTls = opened.add(new Tls(config.listenTls()));
        Tls upstreamTls = opened.add(new Tls(config.upstreamTls()));
        releases = opened.add(
                Releases.open(config, () -> clock.instant().plus(ahead.get()), nanos::get, plans, Optional.of(store)));
        ManagedChannel channel = opened.add(config.upstream().channel(upstreamTls, loops));
        server = opened.add(ServerLimits.start(
                new ServerLimits(64, 4 << 20)
                        .builder(config.listen(), listenTls, loops)
                        .addService(ProxyService.definition(
                                plans::current,
                                plans.signer(),
                                ClientInterceptors.intercept(channel, upstream),
                                new EdgeConfig(16, StopRule.DEFAULT, true, "weir/test"),
                                EdgeEvents.NONE,
                                Optional.of(releases.forEdge()))),
                config.listen()));
    }

    int port() {
        return server.getPort();
    }

    /** Returns whether anything can be released now. */
    boolean releases() {
        return releases.forEdge().checks().get().isPresent();
    }

    /** Looks at what governs releases. */
    void tick() {
        releases.tick();
    }

    /** Lets the clock that only goes forward go on, without a look. */
    void unseenFor(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Lets the calendar go on, without a look. */
    void later(Duration time) {
        ahead.updateAndGet(before -> before.plus(time));
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
