package dev.weir.proxy.testing;

import dev.weir.endpoints.keys.ReceiverKey;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.proxy.app.DemoAuthority;
import dev.weir.proxy.app.DemoOfficials;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.smp.v1.GetResponse;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A receiver, a proxy and submitters, each a process of its own, started as an operator would. A restart keeps the port. */
public final class ProcessRig implements Closeable {
    private final Path dir;
    private final List<String> jvm;
    private final DemoAuthority authority;
    private final List<WeirProcess> running = new ArrayList<>();
    private int receiverPort;
    private int proxyPort;
    private int started;
    private Optional<DemoOfficials> officials = Optional.empty();

    public ProcessRig(Path dir, List<String> jvm) throws IOException, GeneralSecurityException {
        this.dir = dir;
        this.jvm = jvm;
        authority = DemoAuthority.create(dir.resolve("certificates"), "CA");
        KeyFolder.create(keys(), "CA", Instant.parse("2026-11-01T00:00:00Z"));
        Files.createDirectories(dir.resolve("proxies"));
        Files.copy(keys().resolve(KeyFolder.PUBLIC_KEYS), dir.resolve("proxies/CA.pem"));
        ReceiverKey.create(ackKey(), dir.resolve("receiver.pem"));
    }

    private Path ackKey() {
        return dir.resolve("receiver.key");
    }

    /** Has the proxy governed by signed files from now on; the receiver runs already. */
    public DemoOfficials governed() throws Exception {
        DemoOfficials people = DemoOfficials.create(
                dir.resolve("people"),
                dir.resolve("signed"),
                PolicyReader.read(Rig.STATE_CONFIGS.resolve("ca")),
                "127.0.0.1:" + receiverPort,
                "localhost",
                Clock.systemUTC());
        officials = Optional.of(people);
        return people;
    }

    public Path ledger() {
        return dir.resolve("state/ledger");
    }

    /** Asks the receiver how far a submission is. */
    public GetResponse held(String submissionId) throws IOException {
        return Held.ask(receiverPort, authority.files(Role.PROXY), submissionId);
    }

    public Path keys() {
        return dir.resolve("keys");
    }

    public Path store() {
        return dir.resolve("store");
    }

    public Path journal() {
        return dir.resolve("journal");
    }

    /** Starts the receiver and waits until it listens. */
    public WeirProcess receiver() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("receive", "--listen", "127.0.0.1:" + receiverPort));
        command.addAll(List.of("--admin", "127.0.0.1:0", "--store", store().toString()));
        command.addAll(List.of("--proxies", dir.resolve("proxies").toString()));
        command.addAll(List.of("--ack-key", ackKey().toString()));
        command.addAll(tls(Role.RECEIVER));
        WeirProcess receiver = start("receiver", command);
        receiverPort = receiver.port("receiver listens at port");
        return receiver;
    }

    /** Starts the proxy and waits until it listens. */
    public WeirProcess proxy() throws IOException, InterruptedException {
        WeirProcess proxy =
                start("proxy", List.of("serve", "--config", configuration().toString()));
        proxyPort = proxy.port("\"port\"");
        return proxy;
    }

    /** Writes the configuration of the proxy as it is now. */
    public Path configuration() throws IOException {
        TlsFiles tls = authority.files(Role.PROXY);
        String certificates =
                "  certificates: " + tls.certificates() + "\n  key: " + tls.key() + "\n  trust: " + tls.trust() + "\n";
        return Files.writeString(
                dir.resolve("weir.yaml"),
                officials
                                .map(people -> "signed: " + people.folder())
                                .orElse("policy: " + Rig.STATE_CONFIGS.resolve("ca"))
                        + "\n"
                        + "state_directory: " + dir.resolve("state") + "\n"
                        + "environment: test\n"
                        + "keys:\n  directory: " + keys() + "\n"
                        + "listen:\n  address: 127.0.0.1\n  port: " + proxyPort + "\n" + certificates
                        + "upstream:\n  host: 127.0.0.1\n  port: " + Math.max(1, receiverPort)
                        + "\n  server_name: localhost\n  receiver_keys: "
                        + dir.resolve("receiver.pem") + "\n" + certificates
                        + "admin:\n  port: 0\n");
    }

    /** Starts to submit files. */
    public WeirProcess submitter(List<Path> files, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("submit", "--state", "CA"));
        command.addAll(List.of("--to", "127.0.0.1:" + proxyPort, "--server-name", "localhost"));
        command.addAll(List.of("--journal", journal().toString(), "--json"));
        command.addAll(tls(Role.SUBMITTER));
        command.addAll(List.of(more));
        files.forEach(f -> command.add(f.toString()));
        return start("submitter", command);
    }

    /** Starts any command. */
    public WeirProcess start(String name, List<String> command) throws IOException {
        WeirProcess process = WeirProcess.start(dir.resolve("log"), name + "-" + started++, jvm, command);
        running.add(process);
        return process;
    }

    private List<String> tls(Role role) {
        TlsFiles tls = authority.files(role);
        return List.of(
                "--certificates",
                tls.certificates().toString(),
                "--key",
                tls.key().toString(),
                "--trust",
                tls.trust().toString());
    }

    @Override
    public void close() {
        running.forEach(WeirProcess::close);
    }
}
