package dev.weir.proxy.testing;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverConfig;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.endpoints.submitter.Preparation;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.endpoints.submitter.Submitter;
import dev.weir.endpoints.submitter.SubmitterConfig;
import dev.weir.proxy.app.DemoAuthority;
import dev.weir.proxy.app.ProxyServer;
import dev.weir.proxy.app.StartupException;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.smp.RefusedException;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.testing.RandomRows;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keys, certificates, a receiver and a proxy in a directory, started and stopped piece by piece. */
public final class Rig implements Closeable {
    /** Folder of the states' policies in the checkout. */
    public static final Path STATE_CONFIGS = Path.of(System.getProperty("weir.root"), "state-configs");

    private final Path dir;
    private final DemoAuthority authority;
    private final List<Closeable> running = new ArrayList<>();

    public Rig(Path dir) throws IOException, GeneralSecurityException {
        this.dir = dir;
        this.authority = DemoAuthority.create(dir.resolve("certificates"), "CA");
        KeyFolder.create(dir.resolve("keys"), "CA", Instant.parse("2026-11-01T00:00:00Z"));
        Files.createDirectories(dir.resolve("proxies"));
        Files.copy(dir.resolve("keys").resolve(KeyFolder.PUBLIC_KEYS), dir.resolve("proxies/CA.pem"));
    }

    public DemoAuthority authority() {
        return authority;
    }

    public Path dir() {
        return dir;
    }

    public Path store() {
        return dir.resolve("store");
    }

    /** Starts a receiver. */
    public Receiver receiver(int port, boolean minimizedOnly, ReceiverEvents events) throws IOException {
        Receiver receiver = Receiver.start(
                new ReceiverConfig(
                        loopback(port), authority.files(Role.RECEIVER), store(), dir.resolve("proxies"), minimizedOnly),
                events);
        running.add(receiver);
        return receiver;
    }

    /** Returns the configuration of a proxy in front of a receiver. */
    public ServeConfig config(int receiverPort) {
        return new ServeConfig(
                STATE_CONFIGS.resolve("ca"),
                dir.resolve("keys"),
                dir.resolve("keys").resolve(KeyFolder.KEY_ENCRYPTION_KEY),
                dir.resolve("state"),
                true,
                loopback(0),
                authority.files(Role.PROXY),
                new Endpoint("127.0.0.1", receiverPort, "localhost"),
                authority.files(Role.PROXY),
                loopback(0),
                64,
                16,
                // Random rows hold letters that no identifier may have; a tenth of them is refused.
                new StopRule(100, 0.5));
    }

    /** Starts a proxy. */
    public ProxyServer proxy(ServeConfig config) throws IOException, StartupException {
        ProxyServer proxy = ProxyServer.start(config);
        running.add(proxy);
        return proxy;
    }

    /** Submits files to a port, as the state's submitter. */
    public SubmitSummary submit(int port, List<Path> files, SubmitProgress progress)
            throws IOException, RefusedException, InterruptedException {
        return submit(port, files, progress, Duration.ofSeconds(30));
    }

    public SubmitSummary submit(int port, List<Path> files, SubmitProgress progress, Duration retryFor)
            throws IOException, RefusedException, InterruptedException {
        ReadSettings read = new ReadSettings(FileCharset.ISO_8859_1, RandomRows.assumedLayout(), StopRule.DEFAULT);
        SubmitterConfig config = new SubmitterConfig(
                new Endpoint("127.0.0.1", port, "localhost"),
                authority.files(Role.SUBMITTER),
                read,
                dir.resolve("journal"),
                64,
                4,
                2,
                retryFor);
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(Preparation.read(file, read));
        }
        try (Submitter submitter = new Submitter(config)) {
            return submitter.submit(Submission.of("CA", sources, ""), progress);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() throws IOException {
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }
}
