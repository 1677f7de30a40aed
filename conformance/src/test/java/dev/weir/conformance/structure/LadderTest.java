package dev.weir.conformance.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the compiled suite against its ladder: imports go down, and no proxy's code is among them. */
class LadderTest {
    private static final Path CLASSES = Path.of(System.getProperty("weir.root"), "conformance/target/classes");
    private static final String OWN = "dev.weir.conformance.";

    private static final List<Set<String>> LADDER = List.of(
            Set.of("suite"),
            Set.of("wire", "adapter"),
            Set.of("oracle", "authority", "ledger"),
            Set.of("peer", "weir"),
            Set.of("run"),
            Set.of("report"),
            Set.of("cli"));

    private static final Map<String, Set<String>> HOMES = Map.of(
            "com.networknt.schema", Set.of("suite"),
            "com.google.crypto.tink", Set.of("weir"),
            "picocli", Set.of("cli"),
            "io.grpc", Set.of("peer"),
            "io.netty", Set.of("wire", "peer"));

    private static final Map<String, Set<String>> USES = new TreeMap<>();

    @BeforeAll
    static void readDependencies() {
        Pattern line = Pattern.compile("^\\s+dev\\.weir\\.conformance\\.(\\w+)\\s+->\\s+([\\w.]+)\\s.*$");
        StringWriter out = new StringWriter();
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(out),
                        new PrintWriter(out),
                        "--ignore-missing-deps",
                        "-verbose:package",
                        "-filter:none",
                        CLASSES.toString());
        assertEquals(0, code, out.toString());
        for (String text : out.toString().lines().toList()) {
            Matcher matcher = line.matcher(text);
            if (matcher.matches()) {
                USES.computeIfAbsent(matcher.group(1), p -> new TreeSet<>()).add(matcher.group(2));
            }
        }
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
    void everyPackage_isOnTheLadder() {
        Set<String> known = new TreeSet<>();
        LADDER.forEach(known::addAll);
        assertEquals(known, new TreeSet<>(USES.keySet()));
    }

    @Test
    void imports_goDown() {
        List<String> wrong = new ArrayList<>();
        USES.forEach((from, targets) -> targets.stream()
                .filter(to -> to.startsWith(OWN) && !to.equals(OWN + from))
                .filter(to -> level(to.substring(OWN.length())) >= level(from))
                .forEach(to -> wrong.add(from + " uses " + to)));
        assertEquals(List.of(), wrong);
    }

    @Test
    void suite_knowsNoProxy() {
        List<String> wrong = new ArrayList<>();
        USES.forEach((from, targets) -> targets.stream()
                .filter(to -> to.startsWith("dev.weir.core") || to.startsWith("dev.weir.proxy"))
                .forEach(to -> wrong.add(from + " uses " + to)));
        assertEquals(List.of(), wrong);
    }

    @Test
    void libraries_stayAtHome() {
        List<String> wrong = new ArrayList<>();
        USES.forEach((from, targets) -> targets.forEach(to -> HOMES.forEach((library, homes) -> {
            if (to.startsWith(library) && !homes.contains(from)) {
                wrong.add(from + " uses " + to);
            }
        })));
        assertEquals(List.of(), wrong);
        HOMES.keySet()
                .forEach(library -> assertTrue(
                        USES.values().stream().flatMap(Set::stream).anyMatch(to -> to.startsWith(library)),
                        library + " is used somewhere"));
    }
}
