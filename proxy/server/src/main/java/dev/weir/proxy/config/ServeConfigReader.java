package dev.weir.proxy.config;

import dev.weir.core.ledger.Checkpoint;
import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.tmsis.StopRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code weir.yaml}. Paths in it are relative to the file. */
public final class ServeConfigReader {
    private static final Pattern WITNESS =
            Pattern.compile("https?://[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[1-9][0-9]{0,4})?(/[A-Za-z0-9._~-]+)*");

    private static final Path NOWHERE = Path.of("");

    private final Path directory;
    private final List<ConfigProblem> problems = new ArrayList<>();

    private ServeConfigReader(Path directory) {
        this.directory = directory;
    }

    /**
     * Reads a configuration.
     *
     * @throws ConfigException with all problems of the file
     */
    public static ServeConfig read(Path file) throws ConfigException {
        Path parent = file.toAbsolutePath().normalize().getParent();
        ServeConfigReader reader = new ServeConfigReader(parent == null ? NOWHERE : parent);
        Optional<ServeConfig> config =
                new YamlFile(file.toString(), reader.problems).read(file).map(reader::config);
        if (config.isEmpty() || !reader.problems.isEmpty()) {
            throw new ConfigException(reader.problems);
        }
        return config.get();
    }

    private ServeConfig config(YamlMap yaml) {
        Optional<Path> policy = optionalExisting(yaml, "policy");
        Optional<Path> signed = optionalExisting(yaml, "signed");
        if (yaml.has("policy") == yaml.has("signed")) {
            yaml.problem("policy", "is given, or signed is, and not both");
        }
        Path stateDirectory = path(yaml, "state_directory", yaml.text("state_directory"));
        boolean testOnly = testOnly(yaml);
        Optional<YamlMap> keys = yaml.map("keys", true);
        Path keyFolder = keys.map(k -> existing(k, "directory")).orElse(NOWHERE);
        Path keyEncryptionKey = keys.map(k -> keyEncryptionKey(k, keyFolder)).orElse(NOWHERE);
        keys.ifPresent(YamlMap::finish);
        Optional<YamlMap> listen = yaml.map("listen", true);
        InetSocketAddress listenAddress =
                listen.map(l -> address(l, "0.0.0.0", 8443)).orElse(nobody());
        TlsFiles listenTls = listen.map(this::tls).orElse(noTls());
        listen.ifPresent(YamlMap::finish);
        Optional<YamlMap> upstream = yaml.map("upstream", true);
        Endpoint endpoint = upstream.map(ServeConfigReader::endpoint).orElse(new Endpoint("", 0, ""));
        TlsFiles upstreamTls = upstream.map(this::tls).orElse(noTls());
        Optional<Path> receiverKeys = upstream.flatMap(u -> optionalExisting(u, "receiver_keys"));
        upstream.ifPresent(YamlMap::finish);
        InetSocketAddress adminAddress = admin(yaml);
        Optional<YamlMap> limits = yaml.map("limits", false);
        int streams = limits.map(l -> l.number("streams_per_connection", 1, 10_000, ServeConfig.STREAMS_PER_CONNECTION))
                .orElse(ServeConfig.STREAMS_PER_CONNECTION);
        int chunks = limits.map(l -> l.number("chunks_in_flight", 1, 256, ServeConfig.CHUNKS_IN_FLIGHT))
                .orElse(ServeConfig.CHUNKS_IN_FLIGHT);
        limits.ifPresent(YamlMap::finish);
        StopRule stopRule =
                yaml.map("stop_rule", false).map(ServeConfigReader::stopRule).orElse(StopRule.DEFAULT);
        Optional<YamlMap> ledger = yaml.map("ledger", false);
        Path ledgerFolder = ledger.flatMap(this::ledgerFolder).orElse(stateDirectory.resolve("ledger"));
        int minFreeMib = ledger.map(ServeConfigReader::minFreeMib).orElse(ServeConfig.MIN_FREE_MIB);
        String origin = ledger.flatMap(l -> l.optionalText("origin")).orElse(ServeConfig.ORIGIN);
        Map<String, URI> witnesses = witnesses(ledger);
        ledger.ifPresent(l -> origin(l, origin));
        yaml.finish();
        return new ServeConfig(
                policy,
                signed,
                keyFolder,
                keyEncryptionKey,
                stateDirectory,
                testOnly,
                listenAddress,
                listenTls,
                endpoint,
                upstreamTls,
                adminAddress,
                streams,
                chunks,
                stopRule,
                ledgerFolder,
                minFreeMib,
                origin,
                witnesses,
                receiverKeys);
    }

    private InetSocketAddress admin(YamlMap yaml) {
        Optional<YamlMap> admin = yaml.map("admin", false);
        InetSocketAddress address = admin.map(a -> address(a, "127.0.0.1", ServeConfig.ADMIN_PORT))
                .orElse(new InetSocketAddress(InetAddress.getLoopbackAddress(), ServeConfig.ADMIN_PORT));
        admin.ifPresent(YamlMap::finish);
        return address;
    }

    private Optional<Path> ledgerFolder(YamlMap ledger) {
        return ledger.optionalText("directory").map(text -> path(ledger, "directory", Optional.of(text)));
    }

    private static int minFreeMib(YamlMap ledger) {
        return ledger.number("min_free_mib", 0, 1 << 30, ServeConfig.MIN_FREE_MIB);
    }

    /** Reads the addresses of witnesses, by their names. */
    private static Map<String, URI> witnesses(Optional<YamlMap> ledger) {
        Map<String, URI> addresses = new TreeMap<>();
        ledger.flatMap(l -> l.map("witnesses", false)).ifPresent(yaml -> witnesses(yaml, addresses));
        return addresses;
    }

    private static void witnesses(YamlMap yaml, Map<String, URI> addresses) {
        for (String name : yaml.keys()) {
            yaml.text(name).ifPresent(text -> {
                if (WITNESS.matcher(text).matches()) {
                    addresses.put(name, URI.create(text));
                } else {
                    yaml.problem(name, "is an http or https address without query, to which /add-checkpoint is added");
                }
            });
        }
        yaml.finish();
    }

    private static void origin(YamlMap ledger, String origin) {
        if (!Checkpoint.isOrigin(origin)) {
            ledger.problem("origin", "has letters, digits and . : _ / - only");
        }
        ledger.finish();
    }

    private static boolean testOnly(YamlMap yaml) {
        Optional<String> environment = yaml.text("environment");
        if (environment.isPresent()
                && !environment.get().equals("test")
                && !environment.get().equals("production")) {
            yaml.problem("environment", "is test or production");
        }
        return environment.filter(e -> e.equals("production")).isEmpty();
    }

    private Path keyEncryptionKey(YamlMap keys, Path folder) {
        Optional<String> named = keys.optionalText("key_encryption_key");
        return named.isPresent() ? path(keys, "key_encryption_key", named) : folder.resolve("kek.json");
    }

    private static StopRule stopRule(YamlMap yaml) {
        StopRule rule = new StopRule(
                yaml.number("rows", 0, 999_999_999, (int) StopRule.DEFAULT.atLeast()),
                yaml.share("share", StopRule.DEFAULT.share()));
        yaml.finish();
        return rule;
    }

    private static Endpoint endpoint(YamlMap yaml) {
        String host = yaml.text("host").orElse("");
        int port = yaml.number("port", 1, 65_535, 8443);
        return new Endpoint(host, port, yaml.optionalText("server_name").orElse(host));
    }

    private static InetSocketAddress address(YamlMap yaml, String host, int port) {
        String address = yaml.optionalText("address").orElse(host);
        int number = yaml.number("port", 0, 65_535, port);
        if (!address.matches("[0-9.]+|[0-9a-fA-F:]+|localhost")) {
            yaml.problem("address", "is an IP address or localhost");
            return nobody();
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address), number);
        } catch (UnknownHostException e) {
            yaml.problem("address", "is an IP address or localhost");
            return nobody();
        }
    }

    private TlsFiles tls(YamlMap yaml) {
        return new TlsFiles(existing(yaml, "certificates"), existing(yaml, "key"), existing(yaml, "trust"));
    }

    private Path existing(YamlMap yaml, String key) {
        Path path = path(yaml, key, yaml.text(key));
        if (!path.equals(NOWHERE) && !Files.exists(path)) {
            yaml.problem(key, "exists");
        }
        return path;
    }

    private Optional<Path> optionalExisting(YamlMap yaml, String key) {
        Optional<String> text = yaml.optionalText(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Path path = path(yaml, key, text);
        if (!path.equals(NOWHERE) && !Files.exists(path)) {
            yaml.problem(key, "exists");
        }
        return Optional.of(path);
    }

    private Path path(YamlMap yaml, String key, Optional<String> text) {
        if (text.isEmpty() || text.get().isBlank()) {
            return NOWHERE;
        }
        try {
            return directory.resolve(text.get()).normalize();
        } catch (InvalidPathException e) {
            yaml.problem(key, "is a path");
            return NOWHERE;
        }
    }

    private static InetSocketAddress nobody() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static TlsFiles noTls() {
        return new TlsFiles(NOWHERE, NOWHERE, NOWHERE);
    }
}
