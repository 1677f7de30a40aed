package dev.weir.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.conformance.suite.KnownFailing;
import dev.weir.conformance.suite.Level;
import dev.weir.conformance.suite.Suite;
import dev.weir.conformance.suite.SuiteReader;
import dev.weir.conformance.suite.TestCase;
import dev.weir.conformance.zoo.LeakyZoo;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite catches leaky proxies. Here a few; {@code conform selftest} runs them all. */
class ZooTest {
    private static final Path HOME = Path.of(System.getProperty("weir.root"), "conformance");

    @TempDir
    Path dir;

    private List<CaseResult> run(String name, List<TestCase> cases, Suite suite) throws Exception {
        RunSettings settings =
                new RunSettings(suite, "zoo:" + name, Optional.empty(), dir.resolve(name), "test", 2, 2.0, false);
        try (Runner runner = new Runner(settings, directory -> new LeakyZoo().adapter(name, directory))) {
            runner.describe();
            return runner.run(cases, KnownFailing.none(), LocalDate.EPOCH, result -> {});
        }
    }

    @Test
    void everyProxyOfTheZoo_hasACaseNamedForIt() throws Exception {
        Set<String> named = new TreeSet<>();
        SuiteReader.read(HOME).cases().forEach(c -> named.addAll(c.catches()));
        Set<String> kept = new TreeSet<>(new LeakyZoo().species().keySet());
        kept.remove(Zoo.HEALTHY);
        assertEquals(kept, named);
        assertTrue(kept.size() >= 30, "proxies: " + kept.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"M01", "M18", "M34"})
    void leakyProxy_isCaught(String name) throws Exception {
        Suite suite = SuiteReader.read(HOME);
        List<TestCase> cases = suite.cases().stream()
                .filter(c -> c.catches().contains(name) && !c.alone())
                .limit(1)
                .toList();
        Map<String, Verdict> healthy = verdicts(run(Zoo.HEALTHY, cases, suite));
        Map<String, Verdict> leaky = verdicts(run(name, cases, suite));
        assertEquals(Set.of(Verdict.PASS), Set.copyOf(healthy.values()));
        assertTrue(leaky.values().stream().allMatch(v -> v == Verdict.FAIL || v == Verdict.LEAK), name + " " + leaky);
    }

    private static Map<String, Verdict> verdicts(List<CaseResult> results) {
        Map<String, Verdict> verdicts = new HashMap<>();
        results.forEach(r -> verdicts.put(r.testCase().id(), r.verdict()));
        return verdicts;
    }

    /** Where there is no proxy every canary is found, so that to find none behind one means something. */
    @Test
    void withoutAProxy_everyCanaryIsFound() throws Exception {
        Suite suite = SuiteReader.read(HOME);
        RunSettings settings = new RunSettings(suite, "", Optional.empty(), dir, "test", 2, 2.0, false);
        List<TestCase> cases = suite.select(Level.L1, List.of("STR/**")).stream()
                .filter(c -> c.quick() && Runner.canBeCalibrated(c))
                .map(Runner::calibrating)
                .toList();
        try (Runner runner = new Runner(settings, Targets.of(settings))) {
            List<CaseResult> results = runner.run(cases, KnownFailing.none(), LocalDate.EPOCH, result -> {});
            assertTrue(results.stream().mapToInt(CaseResult::canaries).sum() > 300, "canaries");
            results.forEach(
                    r -> assertEquals(Verdict.PASS, r.verdict(), r.testCase().id() + r.failures()));
        }
    }

    /** An adapter that answers nonsense fails its cases; it does not pass them. */
    @Test
    void brokenAdapters_passNothing() throws Exception {
        Suite suite = SuiteReader.read(HOME);
        List<TestCase> one = suite.select(Level.L1, List.of("TOK-001"));
        for (String command : List.of("true", "cat", "sh -c exit", "yes nonsense")) {
            RunSettings settings = new RunSettings(
                    suite, "exec:" + command, Optional.empty(), dir.resolve("broken"), "test", 1, 0.05, false);
            try (Runner runner = new Runner(settings, Targets.of(settings))) {
                CaseResult result = runner.run(one, KnownFailing.none(), LocalDate.EPOCH, r -> {})
                        .get(0);
                assertEquals(Verdict.NOT_RUN, result.verdict(), command + result.failures());
            }
        }
    }
}
