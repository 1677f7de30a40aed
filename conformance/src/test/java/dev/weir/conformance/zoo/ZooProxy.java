package dev.weir.conformance.zoo;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpServer;
import dev.weir.conformance.authority.SigningKey;
import dev.weir.conformance.oracle.Rules;
import dev.weir.conformance.suite.Args;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.smp.Dsse;
import dev.weir.smp.PlanText;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.SignedStatement;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A small proxy that is right but for one defect. */
final class ZooProxy {
    private final String defect;
    private final Path data;
    private final Server server;
    private final ManagedChannel channel;
    private final HttpServer admin;
    private final KeyPair signing;
    private final byte[] root;
    private final ZooLedger ledger;
    private final Optional<ZooSigned> signed;
    private final String receiverKeys;
    private final String endpoint;
    private final Map<String, String> counters = new ConcurrentHashMap<>();
    private final AtomicLong rows = new AtomicLong();
    private final Map<String, String> arrivals = new ConcurrentHashMap<>();
    private volatile Rules rules;
    private volatile boolean everything;

    ZooProxy(String defect, Args order, Path data, SigningKey ledgerKey) throws IOException {
        this.defect = defect;
        this.data = data;
        Args policy = order.at("policy");
        this.everything = policy.has("raw");
        require(!everything || has("M07"), "the policy is whole");
        this.rules = Rules.of(policy);
        String rootKey = order.text("root_key", "");
        require(!rootKey.isEmpty() || has("M06"), "there is a root key");
        this.root = rootKey.isEmpty() ? new byte[32] : java.util.HexFormat.of().parseHex(rootKey);
        pin(rootKey);
        this.ledger = new ZooLedger(data.resolve("ledger"), ledgerKey);
        if (has("M29")) {
            ledger.closeGap();
        }
        this.signed =
                order.optional("signed").map(s -> new ZooSigned(Path.of(s.node().asString())));
        this.receiverKeys = order.has("receiver_keys") ? Files.readString(Path.of(order.text("receiver_keys"))) : "";
        this.endpoint =
                order.at("upstream").text("host") + ":" + order.at("upstream").number("port", 0);
        require(!order.has("environment_variables"), "the environment has no binary log");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.signing = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("a key can be made", e);
        }
        this.channel = channel(order.at("upstream"));
        this.server = server(files(order.at("tls")));
        this.admin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        page("/metrics", "/metrics");
        page("/health/live", "/health/live");
        page("/health/ready", "/health/ready");
        admin.start();
        log("started");
    }

    private void pin(String rootKey) throws IOException {
        Path pin = data.resolve("pin");
        String digest = Sha256.of(rootKey.getBytes(StandardCharsets.US_ASCII)).hex();
        if (Files.exists(pin)) {
            require(Files.readString(pin).equals(digest) || has("M64"), "the root key is the one of before");
        }
        Files.writeString(pin, digest);
    }

    private static void require(boolean holds, String rule) throws IOException {
        if (!holds) {
            throw new IOException("the proxy does not start: " + rule);
        }
    }

    private void page(String context, String path) {
        admin.createContext(context, exchange -> {
            boolean known = exchange.getRequestURI().getPath().equals(path);
            byte[] body = (known
                            ? "weir_rows_total " + rows.get() + "\n" + String.join("\n", counters.values()) + "\n"
                            : "no\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static TlsFiles files(Args tls) {
        return new TlsFiles(Path.of(tls.text("certificates")), Path.of(tls.text("key")), Path.of(tls.text("trust")));
    }

    private Server server(TlsFiles files) throws IOException {
        SslContextBuilder tls = SslContextBuilder.forServer(
                        files.certificates().toFile(), files.key().toFile())
                .trustManager(files.trust().toFile())
                .clientAuth(has("M25") ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(GrpcSslContexts.configure(tls)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .build())
                .directExecutor()
                .maxConcurrentCallsPerConnection(64)
                .maxInboundMessageSize(4 << 20)
                .flowControlWindow(1 << 20)
                .addService(ServerServiceDefinition.builder(SmpMethods.DESCRIPTOR)
                        .addMethod(SmpMethods.SUBMIT, (call, headers) -> new ZooCall(this, call, headers))
                        .addMethod(SmpMethods.GET, (call, headers) -> new ZooGet(this, call))
                        .build());
        if (!has("M84")) {
            builder.maxRstFramesPerWindow(200, 30);
        }
        return builder.build().start();
    }

    private ManagedChannel channel(Args upstream) throws IOException {
        TlsFiles files = files(upstream.at("tls"));
        SslContextBuilder tls = GrpcSslContexts.forClient()
                .keyManager(files.certificates().toFile(), files.key().toFile());
        if (has("M83")) {
            tls.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else {
            tls.trustManager(files.trust().toFile());
        }
        return NettyChannelBuilder.forAddress(upstream.text("host"), (int) upstream.number("port", 0))
                .overrideAuthority(upstream.text("server_name"))
                .sslContext(tls.build())
                .proxyDetector(address -> null)
                .directExecutor()
                .disableRetry()
                .build();
    }

    boolean has(String name) {
        return defect.equals(name);
    }

    Rules rules() {
        return rules;
    }

    byte[] root() {
        return root.clone();
    }

    ZooLedger ledger() {
        return ledger;
    }

    /** Returns what governs releases; empty where nothing is released. */
    Optional<ZooSigned> signed() {
        return signed;
    }

    String receiverKeys() {
        return receiverKeys;
    }

    String endpoint() {
        return endpoint;
    }

    /** Ends as a process ends that is killed. */
    void crash() {
        close();
        if (has("M14")) {
            ledger.lose(3);
        }
    }

    /** Whether nothing is minimized, because there is no policy. */
    boolean everything() {
        return everything;
    }

    ManagedChannel channel() {
        return channel;
    }

    Map<String, String> arrivals() {
        return arrivals;
    }

    boolean reload(Args policy) {
        if (policy.has("raw")) {
            everything = has("M85");
            log("reload refused");
            return false;
        }
        rules = Rules.of(policy);
        return true;
    }

    void counted(int more) {
        rows.addAndGet(more);
    }

    void label(String value) {
        counters.putIfAbsent("seen", "weir_seen{value=\"" + value + "\"} 1");
    }

    void log(String line) {
        write("zoo.log", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void write(String name, byte[] bytes) {
        try {
            Files.write(data.resolve(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("zoo: a file can be written", e);
        }
    }

    /** Returns the declared plan. */
    Plan plan(Rules of) {
        Plan.Builder plan = of.plan().toBuilder()
                .setPolicySha256(
                        signed.isPresent()
                                ? ByteString.copyFrom(signed.get().policySha256())
                                : Sha256.of(of.toString().getBytes(StandardCharsets.UTF_8))
                                        .toByteString());
        if (has("M42")) {
            plan.setTreatments(8, plan.getTreatments(8).toBuilder().setTreatmentValue(5));
        }
        return plan.setPlanSha256(PlanText.sha256(of.state(), plan.build()).toByteString())
                .build();
    }

    SignedStatement signed(String type, MessageLite statement) {
        ByteString payload = statement.toByteString();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signing.getPrivate());
            signature.update(
                    has("M41") ? payload.toByteArray() : Dsse.preAuthenticationEncoding(type, payload.toByteArray()));
            return SignedStatement.newBuilder()
                    .setPayloadType(type)
                    .setPayload(payload)
                    .setSignature(ByteString.copyFrom(signature.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a statement can be signed", e);
        }
    }

    int port() {
        return server.getPort();
    }

    int adminPort() {
        return admin.getAddress().getPort();
    }

    String statementKeys() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(signing.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    void close() {
        server.shutdownNow();
        channel.shutdownNow();
        admin.stop(0);
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
