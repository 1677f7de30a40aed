package dev.weir.conformance.weir;

import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes configuration and policy of this repository's proxy from what the suite says. */
final class WeirFiles {
    private final Path root;
    private final Path data;

    WeirFiles(Path root, Path data) {
        this.root = root;
        this.data = data;
    }

    Path policyFolder(Args policy) {
        return data.resolve("policy").resolve(policy.text("state").toLowerCase(Locale.ROOT));
    }

    /** Writes the policy: the shared base, and what the suite's policy narrows of it. */
    void policy(Args policy) throws IOException {
        Path base = data.resolve("policy/_base");
        Files.createDirectories(base);
        Files.createDirectories(policyFolder(policy));
        Path baseFile = base.resolve("policy.yaml");
        if (!Files.exists(baseFile)) {
            Files.copy(root.resolve("state-configs/_base/policy.yaml"), baseFile);
        }
        if (policy.has("raw")) {
            replace(policyFolder(policy).resolve("policy.yaml"), policy.text("raw"));
            return;
        }
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("state", policy.text("state"));
        yaml.put("ansi", policy.texts("ansi"));
        yaml.put("name", "Conformance");
        yaml.put("own_name", "A state of the conformance suite");
        yaml.put("plaintiff_2025", false);
        yaml.put("linkage_domain", policy.text("domain"));
        yaml.put("epoch", policy.text("epoch"));
        Map<String, Object> narrow = new LinkedHashMap<>();
        narrow.put("none", policy.map("treatments"));
        narrow.put("elements", policy.texts("blank_elements"));
        yaml.put("narrow", narrow);
        replace(policyFolder(policy).resolve("policy.yaml"), Documents.yaml(yaml));
    }

    private static void replace(Path file, String text) throws IOException {
        Path partial = file.resolveSibling("policy.yaml.partial");
        Files.writeString(partial, text);
        Files.move(
                partial,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the configuration. */
    Path configuration(Args order, int port, int adminPort) throws IOException {
        Args upstream = order.at("upstream");
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("environment", order.text("environment", "test"));
        if (order.has("signed")) {
            yaml.put("signed", order.text("signed"));
        } else {
            yaml.put("policy", policyFolder(order.at("policy")).toString());
        }
        yaml.put("keys", Map.of("directory", data.resolve("keys").toString()));
        yaml.put("state_directory", data.resolve("state").toString());
        Map<String, Object> listen = tls(order.at("tls"));
        listen.put("address", "127.0.0.1");
        listen.put("port", port);
        yaml.put("listen", listen);
        Map<String, Object> to = tls(upstream.at("tls"));
        to.put("host", upstream.text("host"));
        to.put("port", upstream.number("port", 0));
        to.put("server_name", upstream.text("server_name"));
        order.optional("receiver_keys")
                .ifPresent(keys -> to.put("receiver_keys", keys.node().asString()));
        yaml.put("upstream", to);
        yaml.put("admin", Map.of("address", "127.0.0.1", "port", adminPort));
        Args stop = order.at("stop_rule");
        yaml.put(
                "stop_rule",
                Map.of("rows", stop.number("rows", 100), "share", Double.parseDouble(stop.text("share", "0.01"))));
        order.at("extra").members().forEach((name, value) -> yaml.put(name, value.node()));
        Path file = data.resolve("weir.yaml");
        Files.writeString(file, order.text("raw_configuration", "") + Documents.yaml(yaml));
        return file;
    }

    private static Map<String, Object> tls(Args tls) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        for (String name : List.of("certificates", "key", "trust")) {
            yaml.put(name, tls.text(name));
        }
        return yaml;
    }
}
