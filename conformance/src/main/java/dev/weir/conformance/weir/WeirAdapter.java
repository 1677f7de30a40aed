package dev.weir.conformance.weir;

import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads requests from standard input and answers them on standard output, a line each. */
public final class WeirAdapter {
    private static final List<String> FEATURES = List.of(
            "own-process",
            "policies",
            "reload",
            "kill",
            "admin",
            "logs",
            "data",
            "ledger",
            "bad-certificates",
            "get",
            "attestations",
            "receipts",
            "receipt-verify",
            "register",
            "tlog",
            "yaml-policy");

    private final Path root;
    private Optional<WeirProcess> process = Optional.empty();

    private WeirAdapter(Path root) {
        this.root = root;
    }

    /** Serves until standard input ends. */
    public static void main(String[] args) throws IOException {
        Path home = Path.of(System.getProperty("weir.conformance.home")).toAbsolutePath();
        Path root = home.getParent();
        new WeirAdapter(root == null ? home : root).serve();
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean going = true;
        while (going) {
            String line = in.readLine();
            if (line == null) {
                break;
            }
            going = answer(line);
        }
        process.ifPresent(WeirProcess::kill);
    }

    private boolean answer(String line) {
        Map<String, Object> reply = new LinkedHashMap<>();
        boolean going = true;
        try {
            Args request = new Args(Documents.parse(line));
            reply.put("seq", request.number("seq", 0));
            going = !request.text("do").equals("stop");
            Optional<Object> result = run(request);
            if (result.isPresent()) {
                reply.put("result", result.get());
            } else {
                reply.put("skipped", Map.of("feature", request.text("do")));
            }
        } catch (SuiteException | IOException | IllegalArgumentException e) {
            reply.put("errored", Map.of("context", String.valueOf(e.getMessage())));
        }
        System.out.println(Documents.line(reply));
        System.out.flush();
        return going;
    }

    private Optional<Object> run(Args request) throws IOException {
        return switch (request.text("do")) {
            case "describe" -> Optional.of(Map.of("name", "weir", "version", version(), "features", FEATURES));
            case "start" -> Optional.of(start(request));
            case "reload" -> Optional.of(Map.of("accepted", running().reload(request.at("policy"))));
            case "kill" -> {
                running().signal(request.text("signal", "KILL"));
                yield Optional.of(Map.of());
            }
            case "export" ->
                Optional.of(process.isPresent() ? running().export(request.text("what")) : Map.of("paths", List.of()));
            case "authorities" -> Optional.of(Map.of());
            case "register" -> {
                running().register(request.text("attestation"));
                yield Optional.of(Map.of());
            }
            case "verify" -> Optional.of(Map.of("holds", running().holds(request.text("receipt"))));
            case "stop" -> {
                process.ifPresent(WeirProcess::kill);
                yield Optional.of(Map.of());
            }
            default -> Optional.empty();
        };
    }

    private Map<String, Object> start(Args order) throws IOException {
        process.ifPresent(WeirProcess::kill);
        WeirProcess started = new WeirProcess(root, order);
        process = Optional.of(started);
        return started.start();
    }

    private WeirProcess running() throws IOException {
        return process.orElseThrow(() -> new IOException("a proxy was started"));
    }

    private static String version() {
        String version = WeirAdapter.class.getPackage().getImplementationVersion();
        return version == null ? "from this checkout" : version;
    }
}
