package dev.weir.proxy.cli;

import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.proxy.app.DemoAuthority;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.SampleMonth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Files that commands are given, and the commands. */
final class CliFiles {
    static final Path POLICY = Rig.STATE_CONFIGS.resolve("ca");
    static final Path LAYOUT = SampleMonth.DIR.resolve("layout-v4-assumed.csv");
    static final String ELIGIBLE = SampleMonth.DIR.resolve("psv/ELIGIBLE.psv").toString();

    private final Path dir;
    private final DemoAuthority authority;

    CliFiles(Path dir) throws IOException {
        this.dir = dir;
        this.authority = DemoAuthority.create(dir.resolve("certificates"), "CA");
        Files.createDirectories(dir.resolve("proxies"));
    }

    /** Makes keys of California in a folder. */
    static Path keys(Path folder) throws IOException, GeneralSecurityException {
        KeyFolder.create(folder, "CA", Instant.parse("2026-11-01T00:00:00Z"));
        return folder;
    }

    static List<String> minimize(Path keys, Path out, List<Path> files, String... more) {
        List<String> command = new ArrayList<>(List.of("minimize", "--policy", POLICY.toString()));
        command.addAll(List.of("--keys", keys.toString(), "--out", out.toString()));
        command.addAll(List.of(more));
        files.forEach(f -> command.add(f.toString()));
        return command;
    }

    /** Returns a submission that is refused before certificates are looked at. */
    static List<String> submit(Path file) {
        return List.of(
                "submit",
                "--state",
                "CA",
                "--to",
                "127.0.0.1:1",
                "--certificates",
                "c",
                "--key",
                "k",
                "--trust",
                "t",
                file.toString());
    }

    List<String> submit(int port, String... files) {
        List<String> command = new ArrayList<>(List.of("submit", "--state", "CA", "--retry-for", "0"));
        command.addAll(List.of("--to", "127.0.0.1:" + port, "--server-name", "localhost"));
        command.addAll(List.of("--journal", dir.resolve("journal").toString()));
        command.addAll(tls(Role.SUBMITTER));
        command.addAll(List.of(files));
        return command;
    }

    List<String> receive(String listen, String admin) {
        List<String> command = new ArrayList<>(List.of("receive", "--listen", listen, "--admin", admin));
        command.addAll(List.of("--store", dir.resolve("store").toString()));
        command.addAll(List.of("--proxies", dir.resolve("proxies").toString()));
        command.addAll(tls(Role.RECEIVER));
        return command;
    }

    /** Writes the configuration of a proxy. */
    Path configuration(int port, int adminPort) throws IOException, GeneralSecurityException {
        Path keys = dir.resolve("serve-keys");
        if (!Files.exists(keys)) {
            keys(keys);
        }
        TlsFiles tls = authority.files(Role.PROXY);
        String certificates =
                "  certificates: " + tls.certificates() + "\n  key: " + tls.key() + "\n  trust: " + tls.trust() + "\n";
        return Files.writeString(
                dir.resolve("weir-" + port + "-" + adminPort + ".yaml"),
                "policy: " + POLICY + "\nstate_directory: " + dir.resolve("state")
                        + "\nenvironment: test\nkeys:\n  directory: " + keys
                        + "\nlisten:\n  address: 127.0.0.1\n  port: " + port + "\n" + certificates
                        + "upstream:\n  host: 127.0.0.1\n  port: 1\n" + certificates + "admin:\n  port: " + adminPort
                        + "\n");
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
}
