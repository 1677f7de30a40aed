package dev.weir.proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.tmsis.StopRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeConfigReaderTest {
    private static final String LEAST = """
            policy: policy
            state_directory: state
            environment: test
            keys:
              directory: keys
            listen:
              certificates: own.pem
              key: own.key
              trust: trust.pem
            upstream:
              host: receiver.example
              certificates: own.pem
              key: own.key
              trust: trust.pem
            """;

    private static final String ALL = """
            policy: policy
            state_directory: elsewhere
            environment: production
            keys:
              directory: keys
              key_encryption_key: kek/other.json
            listen:
              address: 127.0.0.1
              port: 1
              certificates: own.pem
              key: own.key
              trust: trust.pem
            upstream:
              host: receiver.example
              port: 2
              server_name: name.example
              certificates: up.pem
              key: up.key
              trust: up-trust.pem
            admin:
              address: 0.0.0.0
              port: 3
            limits:
              streams_per_connection: 4
              chunks_in_flight: 5
            stop_rule:
              rows: 6
              share: 0.7
            """;

    @TempDir
    Path dir;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(dir.resolve("policy"));
        Files.createDirectories(dir.resolve("keys"));
        for (String name : List.of("own.pem", "own.key", "trust.pem", "up.pem", "up.key", "up-trust.pem")) {
            Files.writeString(dir.resolve(name), "");
        }
    }

    private ServeConfig read(String text) throws IOException, ConfigException {
        return ServeConfigReader.read(Files.writeString(dir.resolve("weir.yaml"), text));
    }

    private List<String> problems(String text) {
        ConfigException refused = assertThrows(ConfigException.class, () -> read(text));
        return refused.problems().stream()
                .map(p -> p.text().replace(dir + "/", ""))
                .toList();
    }

    private TlsFiles tls(String certificates, String key, String trust) {
        return new TlsFiles(dir.resolve(certificates), dir.resolve(key), dir.resolve(trust));
    }

    @Test
    void whatIsLeftOut_hasItsDefault() throws Exception {
        assertEquals(
                new ServeConfig(
                        dir.resolve("policy"),
                        dir.resolve("keys"),
                        dir.resolve("keys/kek.json"),
                        dir.resolve("state"),
                        true,
                        new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 8443),
                        tls("own.pem", "own.key", "trust.pem"),
                        new Endpoint("receiver.example", 8443, "receiver.example"),
                        tls("own.pem", "own.key", "trust.pem"),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9090),
                        64,
                        16,
                        new StopRule(100, 0.01)),
                read(LEAST));
    }

    @Test
    void witnesses_haveNamesAndAddresses() throws Exception {
        ServeConfig config =
                read(LEAST + "ledger:\n  witnesses:\n    wa.example/witness: https://wa.example:8300/log\n");
        assertEquals(Map.of("wa.example/witness", URI.create("https://wa.example:8300/log")), config.witnesses());
        assertEquals(
                1,
                problems(LEAST + "ledger:\n  witnesses:\n    wa: ftp://wa.example\n")
                        .size());
    }

    @Test
    void everyKey_canBeChanged() throws Exception {
        assertEquals(
                new ServeConfig(
                        dir.resolve("policy"),
                        dir.resolve("keys"),
                        dir.resolve("kek/other.json"),
                        dir.resolve("elsewhere"),
                        false,
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 1),
                        tls("own.pem", "own.key", "trust.pem"),
                        new Endpoint("receiver.example", 2, "name.example"),
                        tls("up.pem", "up.key", "up-trust.pem"),
                        new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 3),
                        4,
                        5,
                        new StopRule(6, 0.7)),
                read(ALL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state_directory",
                "environment",
                "keys.directory",
                "listen.certificates",
                "listen.key",
                "listen.trust",
                "upstream.host",
                "upstream.certificates",
                "upstream.key",
                "upstream.trust"
            })
    void keyThatIsNeeded_isAskedFor(String path) {
        assertEquals(List.of(path + ": is required"), withoutLines(problems(without(path))));
    }

    @Test
    void policyOrSignedFolder_isAskedFor() {
        assertEquals(
                List.of("policy: is given, or signed is, and not both"), withoutLines(problems(without("policy"))));
    }

    @Test
    void whatReleasesNeed_canBeSet() throws Exception {
        Files.createDirectories(dir.resolve("signed"));
        Files.createFile(dir.resolve("receiver.pem"));
        String yaml = without("policy").replace("upstream:\n", "upstream:\n  receiver_keys: receiver.pem\n")
                + "signed: signed\nledger:\n  directory: books\n  origin: proxy.example/ledger\n  min_free_mib: 4096\n";

        ServeConfig config = read(yaml);

        assertEquals(Optional.empty(), config.policy());
        assertEquals(Optional.of(dir.resolve("signed")), config.signed());
        assertEquals(dir.resolve("books"), config.ledger());
        assertEquals("proxy.example/ledger", config.origin());
        assertEquals(4096, config.minFreeMib());
        assertEquals(ServeConfig.MIN_FREE_MIB, read(LEAST).minFreeMib());
        assertEquals(Optional.of(dir.resolve("receiver.pem")), config.receiverKeys());
    }

    /** Returns the least configuration without a key. */
    private static String without(String path) {
        int dot = path.indexOf('.');
        String section = dot < 0 ? "" : path.substring(0, dot);
        StringBuilder text = new StringBuilder();
        String at = "";
        for (String line : LEAST.lines().toList()) {
            boolean nested = line.startsWith(" ");
            at = nested ? at : line.substring(0, line.indexOf(':'));
            String here = nested ? at + "." + line.strip().split(":", -1)[0] : at;
            if (!here.equals(path)) {
                text.append(line).append('\n');
                if (here.equals(section) && path.equals("keys.directory")) {
                    text.append("  key_encryption_key: kek.json\n");
                }
            }
        }
        return text.toString();
    }

    private static List<String> withoutLines(List<String> problems) {
        return problems.stream()
                .map(p -> p.replaceFirst("weir\\.yaml(:\\d+)?: ", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "environment: production; environment: staging; environment: is test or production",
                "environment: production; environment: true; environment: is a text",
                "policy: policy; policy: nowhere; policy: exists",
                "policy: policy; policy: [policy]; policy: is a text",
                "address: 127.0.0.1; address: receiver.example; listen.address: is an IP address or localhost",
                "port: 1; port: 70000; listen.port: is a whole number from 0 to 65535",
                "port: 1; port: one; listen.port: is a whole number from 0 to 65535",
                "port: 1; port: '1'; listen.port: is a whole number from 0 to 65535",
                "certificates: own.pem; certificates: gone.pem; listen.certificates: exists",
                "key: own.key; key: gone.key; listen.key: exists",
                "trust: trust.pem; trust: gone.pem; listen.trust: exists",
                "host: receiver.example; host: [a]; upstream.host: is a text",
                "port: 2; port: 0; upstream.port: is a whole number from 1 to 65535",
                "server_name: name.example; server_name: 7; 'upstream.server_name: is a text; digits are quoted'",
                "address: 0.0.0.0; address: host; admin.address: is an IP address or localhost",
                "port: 3; port: -1; admin.port: is a whole number from 0 to 65535",
                "streams_per_connection: 4; streams_per_connection: 0; limits.streams_per_connection: is a whole number from 1 to 10000",
                "streams_per_connection: 4; streams_per_connection: 10001; limits.streams_per_connection: is a whole number from 1 to 10000",
                "chunks_in_flight: 5; chunks_in_flight: 0; limits.chunks_in_flight: is a whole number from 1 to 256",
                "chunks_in_flight: 5; chunks_in_flight: 257; limits.chunks_in_flight: is a whole number from 1 to 256",
                "rows: 6; rows: -1; stop_rule.rows: is a whole number from 0 to 999999999",
                "share: 0.7; share: 1.1; stop_rule.share: is a number from 0 to 1",
                "share: 0.7; share: much; stop_rule.share: is a number from 0 to 1"
            })
    void wrongValue_isRefusedWithItsPath(String before, String after, String problem) {
        assertTrue(ALL.contains(before), before);
        List<String> found = problems(ALL.replaceFirst("(?m)\\b" + before + "$", after));
        assertEquals(List.of(problem), withoutLines(found));
        assertTrue(found.get(0).matches("weir\\.yaml:\\d+: .*"), found.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "keys", "listen", "upstream", "admin", "limits", "stop_rule"})
    void unknownKey_isRefusedWithItsPlace(String section) {
        String text = section.isEmpty()
                ? ALL + "retired: 1\n"
                : ALL.replaceFirst("(?m)^" + section + ":$", section + ":\n  retired: 1");
        List<String> found = withoutLines(problems(text));
        assertEquals(1, found.size(), found::toString);
        assertTrue(
                found.get(0).startsWith((section.isEmpty() ? "" : section + ": ") + "a key here is one of "),
                found.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "listen", "upstream", "admin", "limits", "stop_rule"})
    void sectionOfAnotherType_isRefused(String section) {
        String text = ALL.replaceFirst("(?m)^" + section + ":\n(  .*\n)+", section + ": 7\n");
        assertEquals(List.of(section + ": is a mapping of keys to values"), withoutLines(problems(text)));
    }

    @Test
    void allProblems_areSaidAtOnce() {
        List<String> found = problems("environment: staging\nretired: 1\nlisten: 7\n");
        assertTrue(found.size() >= 6, found::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "- a\n- b\n",
                "a: &x 1\nb: *x\n",
                "a: !!str 1\n",
                "a: 1\n---\nb: 1\n",
                "a: [\n",
                "a: 1\na: 2\n",
                "\t: :\n",
                "{[a]: b}\n"
            })
    void textThatIsNoPlainYaml_isRefused(String text) {
        assertFalse(problems(text).isEmpty());
    }

    @Test
    void depthAndSize_haveTheirLimits() {
        assertFalse(problems("a: " + "[".repeat(21) + "]".repeat(21)).isEmpty());
        assertFalse(problems("#".repeat((1 << 20) + 1)).isEmpty());
    }

    @Test
    void secretInTheFile_isNeverQuoted() {
        String text = ALL.replace("port: 1\n", "port: ZQXCANARY7742\n")
                .replace("policy: policy", "policy: ZQXCANARY7742")
                .replace("0.7", "ZQXCANARY7742")
                .replace("environment: production", "environment: ZQXCANARY7742");
        List<String> found = problems(text + "ZQXCANARY7742: 1\n");
        assertEquals(5, found.size(), found::toString);
        assertFalse(found.toString().contains("ZQXCANARY7742"), found::toString);
    }

    @Test
    void randomDamage_isRefusedOrRead_andNeverADefect() throws Exception {
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(ALL);
            for (int j = random.nextInt(4); j >= 0; j--) {
                text.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(128)));
            }
            try {
                read(text.toString());
            } catch (ConfigException e) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused: " + refused);
    }
}
