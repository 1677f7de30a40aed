package dev.weir.conformance.zoo;

import dev.weir.conformance.adapter.Adapter;
import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.authority.SigningKey;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An adapter in the same process. */
final class ZooAdapter implements Adapter {
    private static final List<String> FEATURES = List.of(
            "own-process",
            "policies",
            "reload",
            "kill",
            "admin",
            "logs",
            "data",
            "bad-certificates",
            "get",
            "ledger",
            "tlog",
            "attestations",
            "receipts");

    private final String defect;
    private final SigningKey ledgerKey = SigningKey.p256();
    private Optional<ZooProxy> proxy = Optional.empty();
    private Path data = Path.of("");

    ZooAdapter(String defect) {
        this.defect = defect;
    }

    @Override
    public Args ask(String verb, Map<String, Object> args) throws AdapterException {
        try {
            return parsed(answer(verb, parsed(args)));
        } catch (IOException | IllegalArgumentException e) {
            throw AdapterException.failed(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Object> answer(String verb, Args args) throws IOException, AdapterException {
        switch (verb) {
            case "describe" -> {
                return Map.of("name", "zoo " + defect, "version", "1", "features", FEATURES);
            }
            case "start" -> {
                return start(args);
            }
            case "reload" -> {
                return Map.of("accepted", proxy.isPresent() && proxy.get().reload(args.at("policy")));
            }
            case "authorities" -> {
                return Map.of();
            }
            case "kill", "stop" -> {
                proxy.ifPresent(ZooProxy::crash);
                proxy = Optional.empty();
                return Map.of();
            }
            case "export" -> {
                if (args.text("what").equals("ledger")) {
                    return Map.of("paths", List.of(data.resolve("ledger").toString()));
                }
                boolean logs = args.text("what").equals("logs");
                Path log = data.resolve("zoo.log");
                return Map.of(
                        "paths",
                        logs ? (Files.exists(log) ? List.of(log.toString()) : List.of()) : List.of(data.toString()));
            }
            default -> throw AdapterException.skipped(verb);
        }
    }

    private Map<String, Object> start(Args order) throws IOException {
        proxy.ifPresent(ZooProxy::close);
        data = Files.createDirectories(Path.of(order.text("data")).resolve("zoo"));
        ZooProxy started = new ZooProxy(defect, order, data, ledgerKey);
        proxy = Optional.of(started);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("listen", "127.0.0.1:" + started.port());
        answer.put("admin", "127.0.0.1:" + started.adminPort());
        answer.put("ledger_keys", started.ledger().keyLine());
        answer.put("statement_keys", started.statementKeys());
        return answer;
    }

    private static Args parsed(Map<String, Object> value) {
        try {
            return new Args(Documents.parse(Documents.line(value)));
        } catch (SuiteException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }

    @Override
    public void close() {
        proxy.ifPresent(ZooProxy::close);
    }
}
