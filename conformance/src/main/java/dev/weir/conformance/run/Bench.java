package dev.weir.conformance.run;

import dev.weir.conformance.adapter.Adapter;
import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.adapter.Described;
import dev.weir.conformance.adapter.Started;
import dev.weir.conformance.authority.Officials;
import dev.weir.conformance.authority.SignedFiles;
import dev.weir.conformance.ledger.LedgerException;
import dev.weir.conformance.ledger.LedgerKey;
import dev.weir.conformance.oracle.Minimizer;
import dev.weir.conformance.oracle.Rules;
import dev.weir.conformance.oracle.Statements;
import dev.weir.conformance.oracle.Tokens;
import dev.weir.conformance.peer.Pki;
import dev.weir.conformance.peer.ReferenceReceiver;
import dev.weir.conformance.peer.Shim;
import dev.weir.conformance.peer.SubmitLine;
import dev.weir.conformance.suite.Args;
import dev.weir.endpoints.net.TlsFiles;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Both sides of one proxy, the line between it and the receiver, and the proxy itself. Safe for several cases at a time. */
final class Bench implements Closeable {
    /** The root key of every bench, as in the vectors. */
    static final String ROOT_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private final RunSettings settings;
    private final Pki pki;
    private final Officials officials;
    private volatile Path data;
    private final Adapter adapter;
    private final ReferenceReceiver receiver;
    private final Shim shim;
    private final Map<String, SubmitLine> lines = new ConcurrentHashMap<>();
    private volatile Args policy;
    private volatile String statementKeys = "";
    private volatile Rules rules;
    private volatile Optional<SignedFiles> signed = Optional.empty();
    private volatile Optional<Started> started = Optional.empty();
    private volatile Described described = new Described("nobody", "", Set.of());
    private volatile Optional<InetSocketAddress> otherUpstream = Optional.empty();
    private volatile Optional<ReferenceReceiver> alternative = Optional.empty();
    private final List<Closeable> kept = new CopyOnWriteArrayList<>();

    Bench(RunSettings settings, Pki pki, Officials officials, Adapter adapter, Path data, Args policy)
            throws IOException {
        this.settings = settings;
        this.pki = pki;
        this.officials = officials;
        this.adapter = adapter;
        this.data = Files.createDirectories(data);
        this.policy = policy;
        this.rules = Rules.of(policy);
        this.receiver = new ReferenceReceiver(pki.files("receiver"), officials.key("receiver"));
        this.shim = new Shim(() -> otherUpstream.orElse(receiver.address()));
    }

    /** Asks the proxy what it is. */
    void describe() throws AdapterException {
        described = adapter.describe(settings.suite().version());
    }

    /** Starts the proxy, anew or with the data of before; more members of the order override the usual ones. */
    void start(Args more) throws AdapterException, IOException {
        closeLines();
        if (more.has("policy")) {
            use(settings.suite().policies().getOrDefault(more.text("policy"), policy));
        }
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("policy", more.has("raw_policy") ? rawPolicy(more) : policy.node());
        order.put("root_key", ROOT_KEY);
        order.put("tls", tls(pki.files(more.text("certificate", "proxy:" + rules.state()))));
        order.put(
                "upstream",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        shim.port(),
                        "server_name",
                        "localhost",
                        "tls",
                        tls(pki.files("proxy:" + rules.state()))));
        if (more.flag("fresh")) {
            data = Files.createDirectories(data.resolveSibling(data.getFileName() + "-fresh"));
            signed = Optional.empty();
        }
        order.put("data", data.toAbsolutePath().toString());
        if (policy.has("attestations")) {
            releases(order);
        }
        order.put("environment", "test");
        order.put("stop_rule", Map.of("rows", 100, "share", "0.01"));
        more.members().forEach((name, value) -> {
            if (!Set.of("policy", "certificate", "raw_policy", "fresh").contains(name)) {
                order.put(name, value.node());
            }
        });
        Started running = adapter.start(order);
        statementKeys += running.statementKeys();
        started = Optional.of(running);
    }

    /** Signs what governs releases, and says where it is. */
    private void releases(Map<String, Object> order) throws IOException {
        Path folder = data.resolve("signed").toAbsolutePath();
        SignedFiles files = signed.isPresent()
                ? signed.get()
                : new SignedFiles(officials, folder, settings.suite().purposes());
        if (signed.isEmpty()) {
            files.write(policy, "127.0.0.1:" + shim.port(), "localhost");
            signed = Optional.of(files);
        }
        Path keys = data.resolve("receiver-keys.pem").toAbsolutePath();
        Files.writeString(keys, officials.key("receiver").pem());
        order.put("signed", folder.toString());
        order.put("receiver_keys", keys.toString());
    }

    /** Returns what governs releases here. */
    SignedFiles signed() throws CaseFailure {
        return signed.orElseThrow(() -> new CaseFailure("suite: the policy of the case is one that releases"));
    }

    boolean releases() {
        return signed.isPresent();
    }

    Officials officials() {
        return officials;
    }

    List<LedgerKey> ledgerKeys() throws CaseFailure {
        try {
            return LedgerKey.read(started().ledgerKeys());
        } catch (LedgerException e) {
            throw new CaseFailure(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Object> rawPolicy(Args more) {
        Map<String, Object> raw = new LinkedHashMap<>();
        policy.members().forEach((name, value) -> raw.put(name, value.node()));
        raw.put("raw", more.text("raw_policy"));
        return raw;
    }

    private static Map<String, Object> tls(TlsFiles files) {
        return Map.of(
                "certificates",
                files.certificates().toAbsolutePath().toString(),
                "key",
                files.key().toAbsolutePath().toString(),
                "trust",
                files.trust().toAbsolutePath().toString());
    }

    /** Takes another policy for what is expected from now on. */
    void use(Args other) {
        policy = other;
        rules = Rules.of(other);
    }

    Args policy() {
        return policy;
    }

    Rules rules() {
        return rules;
    }

    Described described() {
        return described;
    }

    Adapter adapter() {
        return adapter;
    }

    ReferenceReceiver receiver() {
        return receiver;
    }

    Shim shim() {
        return shim;
    }

    Pki pki() {
        return pki;
    }

    Path data() {
        return data;
    }

    /** Leads the proxy to somebody else than the receiver. */
    void upstream(InetSocketAddress other) {
        otherUpstream = Optional.of(other);
    }

    /** Returns another receiver that the proxy was led to. */
    Optional<ReferenceReceiver> alternative() {
        return alternative;
    }

    void alternative(ReferenceReceiver other) {
        alternative = Optional.of(other);
    }

    /** Closes something together with the bench. */
    void keep(Closeable more) {
        kept.add(more);
    }

    Minimizer minimizer() {
        return minimizer(rules);
    }

    static Minimizer minimizer(Rules rules) {
        return new Minimizer(
                rules, new Tokens(HexFormat.of().parseHex(ROOT_KEY), rules.state(), rules.domain(), rules.epoch()));
    }

    Statements statements() throws CaseFailure {
        try {
            return new Statements(statementKeys);
        } catch (GeneralSecurityException e) {
            throw new CaseFailure("the statement keys of the proxy are P-256 keys in PEM");
        }
    }

    Started started() throws CaseFailure {
        return started.orElseThrow(() -> new CaseFailure("the proxy runs"));
    }

    boolean running() {
        return started.isPresent();
    }

    void stopped() {
        closeLines();
        started = Optional.empty();
    }

    /** Returns where a submitter connects. */
    InetSocketAddress entry() throws CaseFailure {
        return settings.direct() ? receiver.address() : started().listen();
    }

    /** Returns the connection of a peer; cases share it. */
    SubmitLine line(String kind) throws CaseFailure, IOException {
        InetSocketAddress entry = entry();
        synchronized (lines) {
            SubmitLine known = lines.get(kind);
            if (known == null) {
                known = new SubmitLine(pki.files(kind), entry);
                lines.put(kind, known);
            }
            return known;
        }
    }

    private void closeLines() {
        synchronized (lines) {
            lines.values().forEach(SubmitLine::close);
            lines.clear();
        }
    }

    @Override
    public void close() throws IOException {
        closeLines();
        adapter.close();
        receiver.close();
        shim.close();
        for (Closeable each : kept) {
            each.close();
        }
    }
}
