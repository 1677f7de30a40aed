package dev.weir.conformance.weir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.conformance.run.CaseResult;
import dev.weir.conformance.run.RunSettings;
import dev.weir.conformance.run.Runner;
import dev.weir.conformance.run.Targets;
import dev.weir.conformance.run.Verdict;
import dev.weir.conformance.suite.KnownFailing;
import dev.weir.conformance.suite.Level;
import dev.weir.conformance.suite.Suite;
import dev.weir.conformance.suite.SuiteReader;
import dev.weir.conformance.suite.TestCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick subset of the suite, against this repository's proxy and against the naive one. */
class WeirTest {
    private static final Path HOME = Path.of(System.getProperty("weir.root"), "conformance");

    @TempDir
    Path dir;

    /** A Java program and not the script, because the jar of this module does not exist yet when its tests run. */
    private static String adapter() {
        return "exec:" + System.getProperty("java.home") + "/bin/java -XX:TieredStopAtLevel=1"
                + " -Dslf4j.internal.verbosity=ERROR -Dweir.conformance.home=" + HOME + " -cp "
                + System.getProperty("java.class.path") + " dev.weir.conformance.weir.WeirAdapter";
    }

    private List<CaseResult> run(String target, List<TestCase> cases) throws Exception {
        Suite suite = SuiteReader.read(HOME);
        RunSettings settings = new RunSettings(suite, target, Optional.empty(), dir, "test", 2, 2.0, false);
        try (Runner runner = new Runner(settings, Targets.of(settings))) {
            runner.describe();
            return runner.run(cases, KnownFailing.none(), LocalDate.EPOCH, result -> {});
        }
    }

    @Test
    void quickSubset_passes() throws Exception {
        Path libraries = HOME.resolveSibling("proxy").resolve("server/target/lib");
        assumeTrue(Files.isDirectory(libraries), "the proxy was packaged: mvn verify, or proxy/weir --help");
        List<TestCase> cases = SuiteReader.read(HOME).select(Level.L3, List.of()).stream()
                .filter(TestCase::quick)
                .toList();
        assertTrue(cases.size() >= 20, "cases: " + cases.size());
        List<String> wrong = run(adapter(), cases).stream()
                .filter(r -> r.verdict() != Verdict.PASS)
                .map(r -> r.testCase().id() + " " + r.verdict() + " " + r.failures())
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void naiveProxy_speaksAndLeaks() throws Exception {
        assumeTrue(node("--version"), "node is there");
        Suite suite = SuiteReader.read(HOME);
        String target = "exec:node " + HOME.resolve("js/naive-adapter.mjs");
        List<TestCase> transport = suite.select(Level.L0, List.of("ERR/**", "TLS-001", "TLS-011"));
        List<String> wrong = run(target, transport).stream()
                .filter(r -> r.verdict() != Verdict.PASS)
                .map(r -> r.testCase().id() + " " + r.failures())
                .toList();
        assertEquals(List.of(), wrong);
        List<CaseResult> files = run(target, suite.select(Level.L1, List.of("STR-001", "WIR-001")));
        files.forEach(r -> assertEquals(Verdict.LEAK, r.verdict(), r.testCase().id() + r.failures()));
        assertTrue(
                files.get(0).failures().stream().anyMatch(f -> f.contains("STATE-NOTATION")),
                "it says what got out: " + files.get(0).failures());
    }

    @Test
    void secondImplementation_hasTheKnownAnswers() throws Exception {
        assumeTrue(node("--version"), "node is there");
        for (String test : List.of("tokens", "attestations")) {
            assertTrue(node("--test", HOME.resolve("js/" + test + ".test.mjs").toString()), test + " pass");
        }
    }

    private boolean node(String... args) throws InterruptedException {
        try {
            java.util.List<String> command = new java.util.ArrayList<>(List.of("node"));
            command.addAll(List.of(args));
            Path out = dir.resolve("node.txt");
            Process node = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            boolean ended = node.waitFor(60, TimeUnit.SECONDS);
            if (!ended || node.exitValue() != 0) {
                node.destroyForcibly();
                System.out.println(Files.readString(out, StandardCharsets.UTF_8));
                return false;
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
