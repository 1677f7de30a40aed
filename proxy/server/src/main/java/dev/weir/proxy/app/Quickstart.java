package dev.weir.proxy.app;

import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.policy.Policy;
import dev.weir.endpoints.keys.ReceiverKey;
import dev.weir.endpoints.leak.ColumnAudit;
import dev.weir.endpoints.leak.FileCanaries;
import dev.weir.endpoints.leak.LeakReport;
import dev.weir.endpoints.leak.LeakScanner;
import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.receiver.Acks;
import dev.weir.endpoints.receiver.FeedExport;
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
import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.ConfigProblem;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.ops.Logs;
import dev.weir.proxy.ops.Meters;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.Plan;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.file.WriteSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The main job on a sample, whole and real, on one machine: keys, certificates, receiver, proxy, submission, feed, and a
 * search for everything that should not be in it. For synthetic data.
 */
public final class Quickstart {
    private static final String STATE = "CA";

    private final Path dir;
    private final Path policy;
    private final List<Path> sample;
    private final ReadSettings read;
    private final Consumer<String> step;

    /**
     * Prepares a run.
     *
     * @param dir an empty directory for everything that is made
     * @param policy folder of California's policy
     * @param sample files of the sample
     * @param step told what is being done
     */
    public Quickstart(Path dir, Path policy, List<Path> sample, ReadSettings read, Consumer<String> step) {
        this.dir = dir;
        this.policy = policy;
        this.sample = List.copyOf(sample);
        this.read = read;
        this.step = step;
    }

    /** Runs it. */
    public QuickstartResult run()
            throws IOException, GeneralSecurityException, StartupException, RefusedException, InterruptedException {
        long begun = System.nanoTime();
        step.accept("making keys and certificates in " + dir);
        DemoAuthority authority = DemoAuthority.create(dir.resolve("certificates"), STATE);
        Path keys = dir.resolve("proxy/keys");
        KeyFolder.create(keys, STATE, Clock.systemUTC().instant());
        Files.createDirectories(dir.resolve("receiver/proxies"));
        Files.copy(
                keys.resolve(KeyFolder.PUBLIC_KEYS),
                dir.resolve("receiver/proxies").resolve(STATE + ".pem"));
        ReceiverKey receiverKey = ReceiverKey.create(receiverFile("receiver.key"), receiverFile("receiver.pem"));
        Files.createDirectories(dir.resolve("log"));
        Logs.toFile(dir.resolve("log/weir.log"));
        Meters receiverMeters = new Meters();
        SubmitSummary summary;
        String metrics;
        step.accept("starting receiver and proxy, submitting " + sample.size() + " files");
        try (Receiver receiver = Receiver.start(
                        receiverConfig(authority, "store", receiverKey), new ReceiverLog(receiverMeters));
                ProxyServer proxy = ProxyServer.start(
                        proxyConfig(authority, keys, receiver.address().getPort())
                                .acknowledgedBy(receiverFile("receiver.pem")))) {
            summary = submit(authority, proxy.address().getPort());
            metrics = proxy.metrics() + receiverMeters.scrape();
        }
        step.accept("reading the feed back and searching it");
        FeedExport export = new FeedExport(dir.resolve("receiver/store"));
        List<FeedExport.Rendered> feed = export.render(STATE, summary.submissionId(), dir.resolve("feed"), writing());
        Plan plan = export.list().get(0).plan();
        Search search = search(metrics, feed, plan);
        TokenAudit tokens = tokens(summary, feed);
        step.accept("asking for releases, with and without the right to");
        List<ReleaseScenes.Scene> scenes = scenes(authority, keys);
        return result(summary, feed, search, tokens, scenes, (System.nanoTime() - begun) / 1e9);
    }

    private Path receiverFile(String name) {
        return dir.resolve("receiver").resolve(name);
    }

    private ReceiverConfig receiverConfig(DemoAuthority authority, String store, ReceiverKey key) {
        return new ReceiverConfig(
                loopback(),
                authority.files(Role.RECEIVER),
                receiverFile(store),
                receiverFile("proxies"),
                true,
                Optional.of(new Acks(key, "urn:smp:receiver", Clock.systemUTC())));
    }

    /** Shows releases, in a second store, after everything else was searched: what is released is there as it is. */
    private List<ReleaseScenes.Scene> scenes(DemoAuthority authority, Path keys)
            throws IOException, GeneralSecurityException, StartupException, RefusedException, InterruptedException {
        Path eligible = ofType("ELIGIBLE");
        List<ReleaseScenes.Scene> scenes = new ArrayList<>();
        ReceiverKey key = ReceiverKey.read(receiverFile("receiver.key"));
        Path ledger;
        try (Receiver receiver =
                Receiver.start(receiverConfig(authority, "store-of-releases", key), ReceiverEvents.NONE)) {
            int port = receiver.address().getPort();
            DemoOfficials officials = DemoOfficials.create(
                    dir.resolve("officials"),
                    dir.resolve("proxy/signed"),
                    written(),
                    "127.0.0.1:" + port,
                    "localhost",
                    Clock.systemUTC());
            ServeConfig config =
                    proxyConfig(authority, keys, port).governedBy(officials.folder(), receiverFile("receiver.pem"));
            ledger = config.ledger();
            try (ProxyServer proxy = ProxyServer.start(config)) {
                ReleaseScenes stage = new ReleaseScenes(
                        officials, submitterConfig(authority, proxy.address().getPort()), read, STATE);
                scenes.add(stage.approved(
                        eligible, receiverFile("store-of-releases"), dir.resolve("feed-of-release"), writing()));
                scenes.add(stage.forbidden(eligible));
                scenes.add(stage.held(ofType("CLAIMOT")));
            }
        }
        try {
            KeyFolder folder = KeyFolder.open(keys, new FileKeyEncryption(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
            scenes.add(ReleaseScenes.verified(ledger, folder.ledgerKeysFile()));
            scenes.add(ReleaseScenes.accounting(ledger, folder, eligible));
        } catch (LedgerFormatException e) {
            throw new IOException("ledger: is as the proxy wrote it", e);
        }
        return scenes;
    }

    private Policy written() throws StartupException {
        try {
            return PolicyReader.read(policy);
        } catch (ConfigException e) {
            throw new StartupException(
                    e.problems().stream().map(ConfigProblem::text).toList());
        }
    }

    private Path ofType(String name) throws IOException {
        return sample.stream()
                .filter(f -> String.valueOf(f.getFileName()).startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IOException(name + ": is a file of the sample"));
    }

    private ServeConfig proxyConfig(DemoAuthority authority, Path keys, int receiverPort) {
        return new ServeConfig(
                policy,
                keys,
                keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY),
                dir.resolve("proxy/state"),
                true,
                loopback(),
                authority.files(Role.PROXY),
                new Endpoint("127.0.0.1", receiverPort, "localhost"),
                authority.files(Role.PROXY),
                loopback(),
                ServeConfig.STREAMS_PER_CONNECTION,
                ServeConfig.CHUNKS_IN_FLIGHT,
                StopRule.DEFAULT);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static WriteSettings writing() {
        return new WriteSettings(
                Encoding.PSV,
                FileCharset.ISO_8859_1,
                LineEnd.LF,
                dev.weir.tmsis.file.FixedLayout.builtIn(),
                WriteSettings.RowMode.FEED);
    }

    private SubmitterConfig submitterConfig(DemoAuthority authority, int port) {
        return new SubmitterConfig(
                new Endpoint("127.0.0.1", port, "localhost"),
                authority.files(Role.SUBMITTER),
                read,
                dir.resolve("submitter/journal"),
                SubmitterConfig.ROWS_PER_CHUNK,
                SubmitterConfig.CHUNKS_IN_FLIGHT,
                2,
                Duration.ofSeconds(30));
    }

    private SubmitSummary submit(DemoAuthority authority, int port)
            throws IOException, RefusedException, InterruptedException {
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : sample) {
            sources.add(Preparation.read(file, read));
        }
        try (Submitter submitter = new Submitter(submitterConfig(authority, port))) {
            return submitter.submit(Submission.of(STATE, sources, ""), SubmitProgress.NONE);
        }
    }

    /** What the search of everything behind the proxy has found. */
    private record Search(LeakReport report, List<String> findings, long columns) {}

    private Search search(String metrics, List<FeedExport.Rendered> feed, Plan plan) throws IOException {
        FileCanaries canaries = new FileCanaries();
        for (Path file : sample) {
            canaries.file(file, read);
        }
        LeakScanner scanner = new LeakScanner(canaries.canaries());
        LeakReport report = scanner.scanText("metrics", metrics);
        for (String place : List.of("receiver", "feed", "log", "proxy", "submitter")) {
            report = report.plus(scanner.scanTree(dir.resolve(place)));
        }
        ColumnAudit audit = new ColumnAudit(plan);
        for (FeedExport.Rendered file : feed) {
            audit.file(file.path(), read);
        }
        List<String> findings = new ArrayList<>(audit.findings());
        report.leaks().forEach(leak -> findings.add(leak.text()));
        return new Search(report, findings, audit.columns());
    }

    private TokenAudit tokens(SubmitSummary summary, List<FeedExport.Rendered> feed) throws IOException {
        Map<String, Set<Long>> left = new HashMap<>();
        for (String line :
                Files.readAllLines(summary.rejects()).stream().skip(1).toList()) {
            String[] parts = line.split(",", -1);
            left.computeIfAbsent(parts[0], f -> new HashSet<>()).add(Long.parseLong(parts[1]));
        }
        List<Path> inputs = sample.stream()
                .sorted(java.util.Comparator.comparing(p -> String.valueOf(p.getFileName())))
                .toList();
        TokenAudit tokens = new TokenAudit(read);
        for (int i = 0; i < inputs.size(); i++) {
            String name = String.valueOf(inputs.get(i).getFileName());
            tokens.files(
                    inputs.get(i),
                    left.getOrDefault(name, Set.of()),
                    feed.get(i).path());
        }
        return tokens;
    }

    private QuickstartResult result(
            SubmitSummary summary,
            List<FeedExport.Rendered> feed,
            Search search,
            TokenAudit tokens,
            List<ReleaseScenes.Scene> scenes,
            double seconds)
            throws IOException {
        Map<String, Long> byFile = new LinkedHashMap<>();
        for (FeedExport.Rendered file : feed) {
            try (TmsisReader reader = TmsisReader.open(file.path(), read)) {
                byFile.put(reader.header().fileType().name(), file.rows());
            }
        }
        Map<String, QuickstartResult.ClassRows> byClass = new LinkedHashMap<>();
        for (ClassCount count : summary.tally().getClassesList()) {
            byClass.put(
                    FieldClass.ofWireNumber(count.getFieldClassValue()).name(),
                    new QuickstartResult.ClassRows(count.getRows(), count.getChanged()));
        }
        Map<String, Integer> tokenRows = new LinkedHashMap<>();
        tokens.seen(tokens.widestToken()).forEach((type, rows) -> tokenRows.put(type.name(), rows));
        long leaks = search.report().leakCount()
                + search.findings().size()
                - search.report().leaks().size();
        Map<String, String> outcomes = new LinkedHashMap<>();
        scenes.forEach(scene -> outcomes.put(scene.name(), scene.outcome()));
        return new QuickstartResult(
                dir.toString(),
                dir.resolve("feed").toString(),
                summary.submissionId(),
                summary.tally().getRows(),
                summary.received(),
                summary.tally().getRefused(),
                summary.tally().getWithheld(),
                summary.malformed(),
                byFile,
                byClass,
                SideBySide.firstPerson(sample, feed, read),
                tokens.people(),
                tokens.conflicts(),
                tokens.widestToken(),
                tokenRows,
                search.report().canaries(),
                search.report().bytes(),
                leaks,
                search.findings().stream().limit(20).toList(),
                search.columns(),
                outcomes,
                scenes.stream().allMatch(ReleaseScenes.Scene::asItMust),
                seconds);
    }
}
