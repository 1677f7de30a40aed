package dev.weir.conformance.run;

import dev.weir.conformance.suite.KnownFailing;
import dev.weir.conformance.suite.TestCase;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the suite catch what it says it catches? Every leaky proxy must fail a case that is named for it. */
public final class SelfTest {
    private final RunSettings settings;
    private final Zoo zoo;

    public SelfTest(RunSettings settings, Zoo zoo) {
        this.settings = settings;
        this.zoo = zoo;
    }

    /** What the suite did to one proxy. */
    public record Finding(String name, String defect, List<String> named, List<String> caughtBy, String because) {
        /** Returns whether a case that is named for it has caught it. */
        public boolean caught() {
            return !caughtBy.isEmpty();
        }
    }

    /** Runs the cases that are named for each proxy, and all of them against the right one. */
    public List<Finding> run() throws IOException, InterruptedException {
        Map<String, List<TestCase>> named = new TreeMap<>();
        for (TestCase one : settings.suite().cases()) {
            one.catches()
                    .forEach(m ->
                            named.computeIfAbsent(m, n -> new ArrayList<>()).add(one));
        }
        List<TestCase> all = settings.suite().cases().stream()
                .filter(c -> !c.catches().isEmpty())
                .toList();
        List<Finding> findings = new ArrayList<>();
        List<CaseResult> healthy = run(Zoo.HEALTHY, all);
        List<CaseResult> wrong =
                healthy.stream().filter(r -> r.verdict() != Verdict.PASS).toList();
        findings.add(new Finding(
                Zoo.HEALTHY,
                "nothing; it must pass",
                List.of(),
                wrong.isEmpty() ? List.of("passes") : List.of(),
                wrong.isEmpty()
                        ? ""
                        : wrong.get(0).testCase().id() + ": " + wrong.get(0).failures()));
        findings.addAll(leaky(named));
        return findings;
    }

    /** Runs several proxies at a time: most of the time of a leaky one is waiting for what does not come. */
    private List<Finding> leaky(Map<String, List<TestCase>> named) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(settings.parallel());
        try {
            List<Future<Finding>> futures = new ArrayList<>();
            new TreeMap<>(zoo.species()).forEach((name, defect) -> {
                if (!name.equals(Zoo.HEALTHY)) {
                    futures.add(workers.submit(() -> finding(name, defect, named.getOrDefault(name, List.of()))));
                }
            });
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> future : futures) {
                findings.add(future.get());
            }
            return findings;
        } catch (ExecutionException e) {
            throw new IOException("zoo: every proxy can be run", e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private Finding finding(String name, String defect, List<TestCase> cases) throws IOException, InterruptedException {
        List<CaseResult> caught = run(name, cases).stream()
                .filter(r -> r.verdict() == Verdict.FAIL || r.verdict() == Verdict.LEAK)
                .toList();
        return new Finding(
                name,
                defect,
                cases.stream().map(TestCase::id).toList(),
                caught.stream().map(r -> r.testCase().id()).toList(),
                caught.stream()
                        .findFirst()
                        .flatMap(r -> r.failures().stream().findFirst())
                        .orElse(""));
    }

    private List<CaseResult> run(String name, List<TestCase> cases) throws IOException, InterruptedException {
        RunSettings own = new RunSettings(
                settings.suite(),
                "zoo:" + name,
                settings.configuration(),
                settings.work().resolve(name),
                settings.seed(),
                settings.parallel(),
                settings.timeoutScale(),
                settings.trace());
        try (Runner runner = new Runner(own, directory -> zoo.adapter(name, directory))) {
            runner.describe();
            return runner.run(cases, KnownFailing.none(), LocalDate.EPOCH, result -> {});
        } catch (dev.weir.conformance.adapter.AdapterException e) {
            throw new IOException("zoo: " + name + ": can be started", e);
        }
    }
}
