package dev.weir.proxy.testing;

import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.WitnessRule;
import dev.weir.endpoints.keys.ReceiverKey;
import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.receiver.Acks;
import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverConfig;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.endpoints.submitter.Preparation;
import dev.weir.endpoints.submitter.ReleaseRequest;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.endpoints.submitter.Submitter;
import dev.weir.endpoints.submitter.SubmitterConfig;
import dev.weir.proxy.app.CmsRules;
import dev.weir.proxy.app.DemoOfficials;
import dev.weir.proxy.app.ProxyServer;
import dev.weir.proxy.app.ShadowRun;
import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.LedgerFolder;
import dev.weir.proxy.store.LedgerVerifier;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.GetResponse;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.WriteSettings;
import dev.weir.tmsis.v4.Record;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A proxy that can release, with its people, in front of a receiver that signs. */
public final class ReleaseRig implements Closeable {
    private static final ReadSettings READ =
            new ReadSettings(FileCharset.ISO_8859_1, FixedLayout.builtIn(), StopRule.DEFAULT);

    private final Path dir;
    private final Rig rig;
    private final Receiver receiver;
    private final DemoOfficials officials;
    private final ServeConfig config;
    private final SourceFile file;
    private final Map<String, String> attestations = new HashMap<>();
    private final int rowsPerChunk;
    private final int inFlight;
    private Duration retryFor = Duration.ofSeconds(20);
    private ProxyServer proxy;

    public ReleaseRig(Path dir) throws Exception {
        this(dir, SampleMonth.DIR.resolve("psv/ELIGIBLE.psv"), 64, 1);
    }

    /** Uses a policy that asks for witnesses. */
    public ReleaseRig(Path dir, WitnessRule rule, Map<String, URI> addresses) throws Exception {
        this(dir, SampleMonth.DIR.resolve("psv/ELIGIBLE.psv"), 64, 1, rule, addresses);
    }

    /** Uses another file, in chunks of some size of which some may be in flight. */
    public ReleaseRig(Path dir, Path input, int rowsPerChunk, int inFlight) throws Exception {
        this(dir, input, rowsPerChunk, inFlight, WitnessRule.NONE, Map.of());
    }

    private ReleaseRig(
            Path dir, Path input, int rowsPerChunk, int inFlight, WitnessRule rule, Map<String, URI> addresses)
            throws Exception {
        this.dir = dir;
        this.rowsPerChunk = rowsPerChunk;
        this.inFlight = inFlight;
        rig = new Rig(dir);
        Files.createDirectories(dir.resolve("store"));
        ReceiverKey key = ReceiverKey.create(dir.resolve("receiver.key"), dir.resolve("receiver.pem"));
        receiver = Receiver.start(
                new ReceiverConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        rig.authority().files(Role.RECEIVER),
                        rig.store(),
                        dir.resolve("proxies"),
                        true,
                        Optional.of(new Acks(key, "urn:smp:receiver", Clock.systemUTC()))),
                ReceiverEvents.NONE);
        officials = DemoOfficials.create(
                dir.resolve("people"),
                dir.resolve("signed"),
                witnessed(PolicyReader.read(Rig.STATE_CONFIGS.resolve("ca")), rule),
                "127.0.0.1:" + receiver.address().getPort(),
                "localhost",
                Clock.systemUTC());
        config = rig.config(receiver.address().getPort())
                .governedBy(officials.folder(), dir.resolve("receiver.pem"))
                .witnessedBy(addresses);
        proxy = ProxyServer.start(config);
        file = Preparation.read(input, READ);
    }

    private static Policy witnessed(Policy policy, WitnessRule rule) {
        return new Policy(
                policy.jurisdiction(),
                policy.scope(),
                policy.none(),
                policy.purposes(),
                policy.blankElements(),
                policy.statute(),
                policy.notice(),
                policy.terms(),
                rule);
    }

    public DemoOfficials officials() {
        return officials;
    }

    /** Starts a second proxy with the configuration of the first. */
    public void second() throws Exception {
        ProxyServer.start(config).close();
    }

    public Path ledger() {
        return config.ledger();
    }

    public Path keyFolder() {
        return config.keys();
    }

    public Path store() {
        return rig.store();
    }

    /** Returns whether the proxy says that it is ready. */
    public boolean ready() throws Exception {
        var address = proxy.adminAddress();
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + address.getPort() + "/health/ready"))
                .build();
        return java.net.http.HttpClient.newHttpClient()
                        .send(request, java.net.http.HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    /** Asks the proxy how far the submission without a label is. */
    public GetResponse held() throws IOException {
        return Held.ask(
                proxy.address().getPort(),
                rig.authority().files(Role.SUBMITTER),
                Submission.of("CA", List.of(file), "").id());
    }

    /** Returns an attestation with its approvals for the submission without a label. */
    public List<String> approved(String seed, String purpose, Set<FieldClass> classes) throws Exception {
        return approved(seed, purpose, classes, "");
    }

    /** Returns an attestation with its approvals for a submission. */
    public List<String> approved(String seed, String purpose, Set<FieldClass> classes, String label) throws Exception {
        return bundle(seed, purpose, classes, label);
    }

    /** Returns how many rows the file has. */
    public long rows() {
        return file.rows();
    }

    /** Stops the proxy. */
    public void stop() {
        proxy.close();
    }

    public ServeConfig config() {
        return config;
    }

    /** Stops the proxy and starts it again. */
    public void restart() throws Exception {
        proxy.close();
        proxy = ProxyServer.start(config);
    }

    /** Submits the sample's eligible file under an approved attestation. */
    public SubmitSummary release(String seed, String purpose, Set<FieldClass> classes) throws Exception {
        return submit(bundle(seed, purpose, classes, ""), "", SubmitProgress.NONE);
    }

    /** Submits the same file as another submission under the attestation of before, with fresh approvals. */
    public SubmitSummary releaseAgain(String seed, String purpose, Set<FieldClass> classes) throws Exception {
        return submit(bundle(seed, purpose, classes, "again"), "again", SubmitProgress.NONE);
    }

    /** Submits, and puts a hold on the purpose when the first chunk is acknowledged. */
    public SubmitSummary releaseAndHold(String seed, String purpose, Set<FieldClass> classes) throws Exception {
        return submit(bundle(seed, purpose, classes, ""), "", new SubmitProgress() {
            private boolean held;

            @Override
            public void acknowledged(SourceFile of, long rows) {
                if (!held) {
                    held = true;
                    setHold();
                }
            }
        });
    }

    private void setHold() {
        try {
            officials.holds(List.of(DemoOfficials.hold(Purpose.PROGRAM_INTEGRITY)));
            awaitEntry("HOLD_SET");
        } catch (Exception e) {
            throw new IllegalStateException("a hold can be set", e);
        }
    }

    /** Takes all holds away and returns when the proxy has seen it. */
    public void liftHolds() throws Exception {
        officials.holds(List.of());
        awaitEntry("HOLD_LIFTED");
    }

    /** Waits until the ledger has flushed an entry of a type. */
    public void awaitEntry(String type) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        CountDownLatch never = new CountDownLatch(1);
        while (journal().indexOf(type) < 0) {
            if (System.nanoTime() > deadline || never.await(20, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the ledger has an entry " + type + " in time");
            }
        }
    }

    /** Has submitters try for so long. */
    public void retryFor(Duration time) {
        retryFor = time;
    }

    /** Returns what the ledger has flushed, checkpoint or not. */
    private String journal() throws IOException {
        return Files.readString(config.ledger().resolve("journal"), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private List<String> bundle(String seed, String purpose, Set<FieldClass> classes, String label) throws Exception {
        Submission submission = Submission.of("CA", List.of(file), label);
        String attestation = attestations.get(seed);
        if (attestation == null) {
            attestation = officials.attest(
                    purpose, classes, Set.of(FileType.ELG), file.header().period(), seed);
            attestations.put(seed, attestation);
        }
        return officials.approved(attestation, submission.id(), submission.manifestSha256(), classes);
    }

    /** Submits without an attestation. */
    public SubmitSummary strip() throws IOException, RefusedException, InterruptedException {
        return submit(List.of(), "", SubmitProgress.NONE);
    }

    /** Opens a stream of the submission without an attestation, and breaks it off. */
    public void beginWithoutAttestation() throws IOException, InterruptedException {
        Submission submission = Submission.of("CA", List.of(file), "");
        try (RawSubmitter raw = new RawSubmitter(
                rig.authority().files(Role.SUBMITTER), proxy.address().getPort())) {
            RawSubmitter.Stream stream = raw.stream()
                    .open(RawSubmitter.open(submission.id()).toBuilder()
                            .setManifest(submission.manifest())
                            .setFileName(file.name())
                            .build());
            if (!stream.answer().hasOpened()) {
                throw new IllegalStateException("a stream is opened first");
            }
            stream.cancel();
        }
    }

    /** Opens so many streams of the submission with a bundle, one after the other, and breaks each off before its first chunk. */
    public void beginAndBreakOff(List<String> bundle, int streams) throws IOException, InterruptedException {
        Submission submission = Submission.of("CA", List.of(file), "");
        try (RawSubmitter raw = new RawSubmitter(
                rig.authority().files(Role.SUBMITTER), proxy.address().getPort())) {
            for (int i = 0; i < streams; i++) {
                RawSubmitter.Stream stream = raw.stream()
                        .open(RawSubmitter.open(submission.id()).toBuilder()
                                .setManifest(submission.manifest())
                                .setFileName(file.name())
                                .setHeader(Record.parseFrom(file.header().record()))
                                .setPeriod(file.header().period())
                                .setDictionaryVersion(file.header().dictionaryVersion())
                                .addAllAttestationBundle(bundle)
                                .build());
                stream.settle();
                stream.cancel();
            }
        }
    }

    /** Submits the same file as another submission, without an attestation. */
    public SubmitSummary strip(String label) throws IOException, RefusedException, InterruptedException {
        return submit(List.of(), label, SubmitProgress.NONE);
    }

    /** Returns how often each rule will fire when some classes are released, counted from the file itself. */
    public Map<String, Long> expectedRules(Set<FieldClass> classes) throws IOException, ConfigException {
        Policy policy = PolicyReader.read(Rig.STATE_CONFIGS.resolve("ca"));
        ReleaseRow row = classes.isEmpty() ? policy.none() : policy.opened(Purpose.PROGRAM_INTEGRITY, classes);
        return new ShadowRun(policy, row, CmsRules.builtIn(), READ)
                .run(file.path())
                .rules();
    }

    /** Submits with a bundle. */
    public SubmitSummary submit(List<String> bundle, String label, SubmitProgress progress)
            throws IOException, RefusedException, InterruptedException {
        return submit(proxy.address().getPort(), bundle, label, progress);
    }

    /** Submits with a bundle to a port. */
    public SubmitSummary submitTo(int port, List<String> bundle)
            throws IOException, RefusedException, InterruptedException {
        return submit(port, bundle, "", SubmitProgress.NONE);
    }

    /** Submits with a bundle to a port and is told how it goes. */
    public SubmitSummary submitTo(int port, List<String> bundle, SubmitProgress progress)
            throws IOException, RefusedException, InterruptedException {
        return submit(port, bundle, "", progress);
    }

    private SubmitSummary submit(int port, List<String> bundle, String label, SubmitProgress progress)
            throws IOException, RefusedException, InterruptedException {
        SubmitterConfig submitterConfig = new SubmitterConfig(
                new Endpoint("127.0.0.1", port, "localhost"),
                rig.authority().files(Role.SUBMITTER),
                READ,
                dir.resolve("journal"),
                rowsPerChunk,
                inFlight,
                1,
                retryFor);
        try (Submitter submitter = new Submitter(submitterConfig)) {
            return submitter.submit(
                    Submission.of("CA", List.of(file), label).with(new ReleaseRequest(bundle, List.of())), progress);
        }
    }

    /** Returns in how many rows of the only complete submission an element has a value. */
    public int filled(String element) throws Exception {
        FeedExport export = new FeedExport(rig.store());
        FeedExport.Listed listed = export.list().get(0);
        Path out = dir.resolve("feed-" + element);
        export.render(
                "CA",
                listed.id(),
                out,
                new WriteSettings(
                        Encoding.PSV,
                        FileCharset.ISO_8859_1,
                        LineEnd.LF,
                        FixedLayout.builtIn(),
                        WriteSettings.RowMode.FEED));
        int filled = 0;
        for (String line :
                Files.readAllLines(out.resolve("ELIGIBLE.psv"), java.nio.charset.StandardCharsets.ISO_8859_1)) {
            String[] columns = line.split("\\|", -1);
            filled += Catalogue.v4()
                            .segment(columns[0])
                            .flatMap(s -> s.element(element))
                            .filter(e -> !columns[e.field() - 1].isEmpty())
                            .isPresent()
                    ? 1
                    : 0;
        }
        return filled;
    }

    /** Returns how many submissions the receiver knows. */
    public int stored() throws IOException {
        return new FeedExport(rig.store()).list().size();
    }

    /** Returns the entries of the ledger, after everything that is flushed has been signed. */
    public List<LedgerEntry> entries() throws Exception {
        restart();
        List<LedgerEntry> entries = new ArrayList<>();
        folder().forEach(entries::add);
        return entries;
    }

    /** Returns the public keys of the ledger. */
    public LedgerKeys keys() throws IOException, LedgerFormatException {
        return LedgerKeys.read(Files.readString(config.keys().resolve(KeyFolder.LEDGER_KEYS)));
    }

    private LedgerFolder folder() throws IOException, LedgerFormatException {
        return LedgerFolder.open(new FileDisk(config.ledger()), keys(), new P256Verifier());
    }

    /** Returns what the offline verification finds wrong. */
    public List<String> verifyLedger() throws IOException, LedgerFormatException {
        return new LedgerVerifier(new FileDisk(config.ledger()), keys(), new P256Verifier())
                .run(Optional.empty())
                .problems();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        receiver.close();
        rig.close();
    }
}
