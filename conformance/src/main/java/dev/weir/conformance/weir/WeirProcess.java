package dev.weir.conformance.weir;

import dev.weir.conformance.suite.Args;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The proxy of this repository as a process: its files, its log, its end. */
final class WeirProcess {
    private static final int PATIENCE_SECONDS = 60;
    private static final int SETTLING_SECONDS = 4;

    private final Path root;
    private final Args order;
    private final Path data;
    private final Path log;
    private final WeirFiles files;
    private Process process;

    WeirProcess(Path root, Args order) throws IOException {
        this.root = root;
        this.order = order;
        this.data = Files.createDirectories(Path.of(order.text("data")));
        this.log = Files.createDirectories(data.resolve("log")).resolve("weir.log");
        this.files = new WeirFiles(root, data);
        this.process = new ProcessBuilder("true").start();
    }

    /** Starts the proxy and returns where it is. */
    Map<String, Object> start() throws IOException {
        Args policy = order.at("policy");
        files.policy(policy);
        keys(policy);
        int port = freePort();
        int adminPort = freePort();
        Path configuration = files.configuration(order, port, adminPort);
        long from = Files.exists(log) ? Files.size(log) : 0;
        ProcessBuilder builder = weir("serve", "--config", configuration.toString());
        builder.environment()
                .put(
                        "WEIR_JAVA_OPTS",
                        "-Xmx" + order.text("heap", "512m") + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        order.at("environment_variables")
                .members()
                .forEach((name, value) ->
                        builder.environment().put(name, value.node().asString()));
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!await(from, line -> line.contains("\"proxy started\""))) {
            kill();
            throw new IOException("the proxy starts; it says: " + lastLine());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("listen", "127.0.0.1:" + port);
        answer.put("admin", "127.0.0.1:" + adminPort);
        answer.put("pid", process.pid());
        answer.put("ledger_keys", Files.readString(data.resolve("keys/ledger-keys.txt")));
        answer.put("statement_keys", Files.readString(data.resolve("keys/statement-keys.pem")));
        return answer;
    }

    private ProcessBuilder weir(String... args) {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("proxy/weir").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("WEIR_NO_BUILD", "1");
        return builder;
    }

    /** Makes the keys with the command line, once for all proxies of a run, and puts the suite's root key in. */
    private void keys(Args policy) throws IOException {
        Path keys = data.resolve("keys");
        String state = policy.text("state");
        String rootKey = order.text("root_key", "");
        try {
            if (!Files.exists(keys)) {
                copy(made(state), keys);
            }
            if (rootKey.isEmpty()) {
                Files.deleteIfExists(keys.resolve("root.json"));
            } else {
                WeirKeys.putRoot(keys, HexFormat.of().parseHex(rootKey), state);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the root key can be put into the key folder", e);
        }
        epochs(keys, policy.text("epoch"));
    }

    private static void epochs(Path keys, String epoch) throws IOException {
        Path file = keys.resolve("keys.json");
        StringBuilder all = new StringBuilder();
        for (char next = 'A'; next <= epoch.charAt(0); next++) {
            all.append(next == 'A' ? "" : ", ").append('"').append(next).append('"');
        }
        String before = Files.readString(file);
        String after = before.replaceAll("(\"epochs\":\\s*\\[)[^\\]]*", "$1" + all);
        if (!after.equals(before)) {
            Path partial = file.resolveSibling("keys.json.partial");
            Files.writeString(partial, after);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path made(String state) throws IOException {
        Path parent = data.toAbsolutePath().getParent();
        Path shared = (parent == null ? data : parent).resolve("made-keys-" + state);
        Path done = shared.resolveSibling(shared.getFileName() + ".done");
        try {
            Files.createFile(shared.resolveSibling(shared.getFileName() + ".lock"));
            run(weir("keys", "create", "--keys", shared.toString(), "--state", state));
            Files.createFile(done);
        } catch (FileAlreadyExistsException e) {
            // Another adapter makes them.
            for (int i = 0; i < PATIENCE_SECONDS * 10 && !Files.exists(done); i++) {
                pause();
            }
        }
        return shared;
    }

    private void run(ProcessBuilder builder) throws IOException {
        Process command = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (!command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || command.exitValue() != 0) {
                command.destroyForcibly();
                throw new IOException("proxy/weir: does what it is told; it says: " + lastLine());
            }
        } catch (InterruptedException e) {
            command.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Registers an attestation in the ledger with the command line. */
    void register(String attestation) throws IOException {
        run(weir(
                "attest",
                "register",
                "--ledger",
                data.resolve("state/ledger").toString(),
                "--keys",
                data.resolve("keys").toString(),
                attestation));
    }

    /** Returns whether the command line says that a receipt holds. */
    boolean holds(String receipt) throws IOException {
        Process command = weir(
                        "receipt",
                        "verify",
                        "--ledger-keys",
                        data.resolve("keys/ledger-keys.txt").toString(),
                        receipt)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            return command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && command.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            command.destroyForcibly();
        }
    }

    /** Changes the policy and returns whether the proxy says that it took it. */
    boolean reload(Args policy) throws IOException {
        long from = Files.size(log);
        epochs(data.resolve("keys"), policy.text("epoch", "A"));
        files.policy(policy);
        if (!await(from, line -> line.contains("reload"))) {
            throw new IOException("the proxy says what became of the new policy");
        }
        // Files are looked at every other second, and a look may have begun before: what was said last counts.
        for (int i = 0; i < SETTLING_SECONDS * 20; i++) {
            pause();
        }
        String last = read(from)
                .lines()
                .filter(line -> line.contains("reload"))
                .reduce((a, b) -> b)
                .orElse("");
        return last.contains("policy and keys reloaded");
    }

    private boolean await(long from, Predicate<String> wanted) throws IOException {
        for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
            if (wanted.test(read(from))) {
                return true;
            }
            if (!process.isAlive()) {
                return false;
            }
            pause();
        }
        return false;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String read(long from) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        byte[] all = Files.readAllBytes(log);
        int start = (int) Math.min(from, all.length);
        return new String(all, start, all.length - start, java.nio.charset.StandardCharsets.UTF_8);
    }

    private String lastLine() throws IOException {
        return read(0).lines().reduce((a, b) -> b).orElse("nothing");
    }

    Map<String, Object> export(String what) {
        return switch (what) {
            case "logs" -> Map.of("paths", List.of(log.toString()));
            case "data" ->
                Map.of(
                        "paths",
                        List.of(
                                data.resolve("state").toString(),
                                data.resolve("log").toString()));
            case "ledger" ->
                Map.of("paths", List.of(data.resolve("state/ledger").toString()));
            default -> Map.of("paths", List.of());
        };
    }

    void signal(String signal) throws IOException {
        switch (signal) {
            case "KILL" -> kill();
            case "TERM" -> {
                process.destroy();
                awaitEnd();
            }
            default -> run(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())));
        }
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
