package dev.weir.proxy.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the compiled code against the ladder of packages, by the JDK's own dependency report. */
class PackagesTest {
    private static final Path ROOT = Path.of(System.getProperty("weir.root"));

    /** Imports go down. Packages of one level do not import each other. */
    private static final List<Set<String>> LADDER = List.of(
            Set.of("dev.weir.smp.annotations.v1"),
            Set.of("dev.weir.tmsis.v4"),
            Set.of("dev.weir.smp.v1"),
            Set.of("dev.weir.tmsis"),
            Set.of("dev.weir.tmsis.wire", "dev.weir.smp"),
            Set.of("dev.weir.tmsis.file", "dev.weir.core.token", "dev.weir.core.json"),
            Set.of("dev.weir.core.policy"),
            Set.of("dev.weir.core.hold"),
            Set.of("dev.weir.core.plan", "dev.weir.core.attestation", "dev.weir.core.ledger"),
            Set.of("dev.weir.core.minimize"),
            Set.of("dev.weir.core.release"),
            Set.of("dev.weir.endpoints.wire", "dev.weir.endpoints.net"),
            Set.of("dev.weir.endpoints.keys"),
            Set.of("dev.weir.endpoints.submitter", "dev.weir.endpoints.receiver", "dev.weir.endpoints.leak"),
            Set.of("dev.weir.proxy.store"),
            Set.of("dev.weir.proxy.edge", "dev.weir.proxy.keys", "dev.weir.proxy.config", "dev.weir.proxy.ops"),
            Set.of("dev.weir.proxy.app"),
            Set.of("dev.weir.proxy.cli"));

    /** Each outside library has its home. */
    private static final Map<String, Set<String>> HOMES = Map.ofEntries(
            Map.entry("com.google.crypto.tink", Set.of("dev.weir.proxy.keys")),
            Map.entry("org.conscrypt", Set.of("dev.weir.proxy.keys")),
            Map.entry("org.snakeyaml", Set.of("dev.weir.proxy.config")),
            Map.entry("io.micrometer", Set.of("dev.weir.proxy.ops")),
            Map.entry("ch.qos.logback", Set.of("dev.weir.proxy.ops")),
            Map.entry("com.sun.net.httpserver", Set.of("dev.weir.proxy.ops", "dev.weir.proxy.store")),
            Map.entry("picocli", Set.of("dev.weir.proxy.cli")),
            Map.entry("com.google.gson", Set.of("dev.weir.proxy.cli", "dev.weir.proxy.keys")),
            Map.entry("org.slf4j", Set.of("dev.weir.proxy.app", "dev.weir.proxy.ops")),
            Map.entry("io.netty", Set.of("dev.weir.endpoints.net")),
            Map.entry("io.netty.pkitesting", Set.of("dev.weir.proxy.app")),
            Map.entry(
                    "io.grpc",
                    Set.of(
                            "dev.weir.endpoints.net",
                            "dev.weir.endpoints.wire",
                            "dev.weir.endpoints.submitter",
                            "dev.weir.endpoints.receiver",
                            "dev.weir.proxy.edge",
                            "dev.weir.proxy.app")));

    /** What the pure core may use beside itself and the contract: values, arithmetic and the block cipher. */
    private static final Set<String> CORE_MAY_USE = Set.of(
            "com.google.protobuf",
            "java.io",
            "java.lang",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.nio",
            "java.nio.charset",
            "java.security",
            "java.time",
            "java.time.temporal",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "javax.crypto",
            "javax.crypto.spec",
            "org.jspecify.annotations");

    private static final Map<String, Set<String>> USES = new TreeMap<>();

    @BeforeAll
    static void readDependencies() {
        Pattern line = Pattern.compile("^\\s+(dev\\.weir[\\w.]*)\\s+->\\s+([\\w.]+)\\s.*$");
        StringWriter out = new StringWriter();
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(out),
                        new PrintWriter(out),
                        "--ignore-missing-deps",
                        "-verbose:package",
                        "-filter:none",
                        ROOT.resolve("proto/target/classes").toString(),
                        ROOT.resolve("proxy/core/target/classes").toString(),
                        ROOT.resolve("proxy/endpoints/target/classes").toString(),
                        ROOT.resolve("proxy/server/target/classes").toString());
        assertEquals(0, code, out.toString());
        for (String text : out.toString().lines().toList()) {
            Matcher matcher = line.matcher(text);
            if (matcher.matches() && !matcher.group(1).equals(matcher.group(2))) {
                USES.computeIfAbsent(matcher.group(1), p -> new TreeSet<>()).add(matcher.group(2));
            }
        }
    }

    @Test
    void everyPackage_isOnTheLadder() {
        Set<String> known = new TreeSet<>();
        LADDER.forEach(known::addAll);
        assertEquals(known, new TreeSet<>(USES.keySet()));
    }

    @Test
    void imports_goDown() {
        List<String> wrong = new ArrayList<>();
        USES.forEach((from, targets) -> targets.stream()
                .filter(to -> to.startsWith("dev.weir.") && level(to) >= level(from))
                .forEach(to -> wrong.add(from + " uses " + to)));
        assertEquals(List.of(), wrong);
    }

    private static int level(String name) {
        for (int level = 0; level < LADDER.size(); level++) {
            if (LADDER.get(level).contains(name)) {
                return level;
            }
        }
        throw new AssertionError(name + " is not on the ladder");
    }

    @Test
    void libraries_stayAtHome() {
        List<String> wrong = new ArrayList<>();
        USES.forEach((from, targets) -> targets.forEach(to -> library(to)
                .filter(library -> !HOMES.getOrDefault(library, Set.of()).contains(from))
                .ifPresent(library -> wrong.add(from + " uses " + to))));
        assertEquals(List.of(), wrong);
        HOMES.keySet()
                .forEach(library -> assertTrue(
                        USES.values().stream().flatMap(Set::stream).anyMatch(to -> isPartOf(to, library)),
                        library + " is used somewhere"));
    }

    /** Returns the library of a package; a part of one that has a home of its own is one of its own. */
    private static Optional<String> library(String name) {
        return HOMES.keySet().stream()
                .filter(library -> isPartOf(name, library))
                .max(Comparator.comparing(String::length));
    }

    private static boolean isPartOf(String name, String library) {
        return name.equals(library) || name.startsWith(library + ".");
    }

    @Test
    void core_usesNothingButValuesAndArithmetic() {
        List<String> wrong = new ArrayList<>();
        USES.forEach((from, targets) -> targets.stream()
                .filter(to -> from.startsWith("dev.weir.core.") && !to.startsWith("dev.weir."))
                .filter(to -> !CORE_MAY_USE.contains(to))
                .forEach(to -> wrong.add(from + " uses " + to)));
        USES.forEach((from, targets) -> targets.stream()
                .filter(to -> from.startsWith("dev.weir.core.") && to.equals("dev.weir.tmsis.file"))
                .forEach(to -> wrong.add(from + " uses " + to)));
        assertEquals(List.of(), wrong);
    }

    @Test
    void endpoints_doNotKnowTheCore_andTheContractKnowsProtobufOnly() {
        List<String> wrong = new ArrayList<>();
        USES.forEach((from, targets) -> targets.forEach(to -> {
            boolean endpoint = from.startsWith("dev.weir.endpoints.");
            boolean contract = from.startsWith("dev.weir.tmsis") || from.startsWith("dev.weir.smp");
            boolean outside = !to.startsWith("java.")
                    && !to.startsWith("dev.weir.")
                    && !to.startsWith("com.google.protobuf")
                    && !to.startsWith("org.jspecify");
            if ((endpoint && to.startsWith("dev.weir.core.")) || (contract && outside)) {
                wrong.add(from + " uses " + to);
            }
        }));
        assertEquals(List.of(), wrong);
    }
}
