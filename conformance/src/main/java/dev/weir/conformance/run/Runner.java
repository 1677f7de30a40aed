package dev.weir.conformance.run;

import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.adapter.Described;
import dev.weir.conformance.authority.Officials;
import dev.weir.conformance.peer.Pki;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.KnownFailing;
import dev.weir.conformance.suite.Step;
import dev.weir.conformance.suite.TestCase;
import dev.weir.endpoints.leak.LeakReport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs cases: those that can share a proxy on one for each policy, the others each on its own. */
public final class Runner implements Closeable {
    private static final Map<String, Verb> VERBS = verbs();

    private final RunSettings settings;
    private final Targets targets;
    private final Pki pki;
    private final Officials officials = new Officials();
    private final Map<String, Bench> shared = new ConcurrentHashMap<>();
    private Described described = new Described("", "", java.util.Set.of());

    /** Prepares a run. */
    public Runner(RunSettings settings, Targets targets) throws IOException {
        this.settings = settings;
        this.targets = targets;
        Files.createDirectories(settings.work());
        this.pki = new Pki(settings.work().resolve("pki"));
    }

    private static Map<String, Verb> verbs() {
        Map<String, Verb> all = new HashMap<>();
        all.putAll(StreamSteps.verbs());
        all.putAll(ReceivedSteps.verbs());
        all.putAll(ProxySteps.verbs());
        all.putAll(TlsSteps.verbs());
        all.putAll(Http2Steps.verbs());
        all.putAll(VectorSteps.verbs());
        all.putAll(LedgerSteps.verbs());
        all.putAll(AuthoritySteps.verbs());
        all.putAll(ReceiptSteps.verbs());
        all.putAll(TlogSteps.verbs());
        return all;
    }

    /** Returns what the proxy says about itself. */
    public Described describe() throws AdapterException, IOException {
        try (Bench bench = bench("describe", defaultPolicy())) {
            bench.describe();
            described = bench.described();
            return described;
        }
    }

    private Args defaultPolicy() {
        return settings.suite().policies().getOrDefault("default", new Args(Targets.EMPTY));
    }

    private Bench bench(String name, Args policy) throws AdapterException, IOException {
        Path directory =
                Files.createDirectories(settings.work().resolve("benches").resolve(name));
        return new Bench(settings, pki, officials, targets.adapter(directory), directory, policy);
    }

    /** Runs cases and returns their results in the order of the cases. */
    public List<CaseResult> run(List<TestCase> cases, KnownFailing known, LocalDate today, Consumer<CaseResult> told)
            throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(settings.parallel());
        try {
            List<Future<CaseResult>> futures = new ArrayList<>();
            for (TestCase one : cases) {
                futures.add(workers.submit(() -> {
                    CaseResult result = judged(one(one), known, today);
                    told.accept(result);
                    return result;
                }));
            }
            List<CaseResult> results = new ArrayList<>();
            for (Future<CaseResult> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a case ends with a result", e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private static CaseResult judged(CaseResult result, KnownFailing known, LocalDate today) {
        boolean listed = known.entry(result.testCase().id(), today).isPresent();
        if (!listed || result.verdict() == Verdict.LEAK) {
            return result;
        }
        return result.with(result.verdict() == Verdict.PASS ? Verdict.STALE : Verdict.EXPECTED_FAIL);
    }

    /** Runs one case. */
    public CaseResult one(TestCase testCase) {
        long begun = System.nanoTime();
        List<String> lacking = testCase.features().stream()
                .filter(f -> !settings.direct() && !described.features().contains(f))
                .toList();
        if (!lacking.isEmpty()) {
            return result(testCase, Verdict.SKIPPED, begun, List.of("the proxy declares no " + lacking));
        }
        try {
            if (testCase.alone() && !settings.direct()) {
                Args policy = settings.suite().policies().getOrDefault(testCase.policy(), defaultPolicy());
                try (Bench bench = bench(testCase.id(), policy)) {
                    bench.describe();
                    boolean starts =
                            testCase.steps().stream().anyMatch(s -> s.verb().equals("start"));
                    if (!starts) {
                        bench.start(new Args(Targets.EMPTY));
                    }
                    return on(bench, testCase, begun);
                }
            }
            return on(shared(testCase.policy()), testCase, begun);
        } catch (AdapterException e) {
            return result(
                    testCase,
                    e.skipped() ? Verdict.SKIPPED : Verdict.NOT_RUN,
                    begun,
                    List.of("the proxy cannot be run: " + e.getMessage()));
        } catch (IOException e) {
            return result(testCase, Verdict.NOT_RUN, begun, List.of("the bench works: " + e.getMessage()));
        }
    }

    private static CaseResult result(TestCase testCase, Verdict verdict, long begun, List<String> failures) {
        return new CaseResult(
                testCase, verdict, (System.nanoTime() - begun) / 1_000_000, failures, List.of(), "", "", 0, 0);
    }

    private Bench shared(String policy) throws AdapterException, IOException {
        synchronized (shared) {
            Bench known = shared.get(policy);
            if (known == null) {
                known = bench("shared-" + policy, settings.suite().policies().getOrDefault(policy, defaultPolicy()));
                known.describe();
                if (!settings.direct()) {
                    known.start(new Args(Targets.EMPTY));
                }
                shared.put(policy, known);
            }
            return known;
        }
    }

    private CaseResult on(Bench bench, TestCase testCase, long begun) throws AdapterException, IOException {
        Trial trial = new Trial(settings, testCase, bench);
        Judge judge = new Judge(trial);
        judge.before();
        try {
            for (Step step : testCase.steps()) {
                trial.trace(step);
                verb(step).run(trial, step.args());
            }
        } catch (CaseFailure e) {
            trial.fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trial.fail("the case was interrupted");
        } catch (RuntimeException e) {
            trial.fail("suite: a defect of the suite: " + e + " at "
                    + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : ""));
        }
        LeakReport leaks = new LeakReport(0, 0, 0, List.of(), 0, java.util.Set.of());
        try {
            leaks = judge.after();
        } catch (CaseFailure e) {
            trial.fail(String.valueOf(e.getMessage()));
        }
        return concluded(trial, judge, leaks, begun);
    }

    private CaseResult concluded(Trial trial, Judge judge, LeakReport leaks, long begun) {
        List<String> failures = new ArrayList<>();
        boolean leaked = trial.failures().stream().anyMatch(f -> f.startsWith("LEAK "));
        if (settings.direct()) {
            calibrated(trial, leaks);
        } else {
            Judge.lines(leaks).forEach(line -> failures.add("LEAK " + line));
            leaked |= leaks.leakCount() > 0;
        }
        failures.addAll(trial.failures());
        Verdict verdict = leaked ? Verdict.LEAK : failures.isEmpty() ? Verdict.PASS : Verdict.FAIL;
        String[] bytes = verdict == Verdict.PASS ? new String[] {"", ""} : judge.bytes();
        return new CaseResult(
                trial.testCase(),
                verdict,
                (System.nanoTime() - begun) / 1_000_000,
                failures,
                List.copyOf(trial.codes()),
                bytes[0],
                bytes[1],
                trial.evidence().size(),
                trial.mint().canaries().size());
    }

    /** Without a proxy every canary must be found, or the case would prove nothing. */
    private static void calibrated(Trial trial, LeakReport leaks) {
        int made = trial.mint().canaries().size();
        if (leaks.found().size() < made) {
            trial.fail("the oracle finds all " + made + " canaries where there is no proxy, and not "
                    + leaks.found().size());
        }
    }

    private static Verb verb(Step step) throws CaseFailure {
        Verb verb = VERBS.get(step.verb());
        if (verb == null) {
            throw new CaseFailure("suite: " + step.verb() + " is a step");
        }
        return verb;
    }

    /** Returns whether a case can be run without a proxy: it sends whole files and nothing else. */
    public static boolean canBeCalibrated(TestCase one) {
        return !one.features().contains("attestations")
                && one.steps().stream().anyMatch(s -> s.verb().equals("send"))
                && one.steps().stream()
                        .allMatch(s -> s.verb().equals("send")
                                || s.verb().equals("received")
                                || s.verb().equals("same")
                                || s.verb().equals("tokens"));
    }

    /** Returns a case as it is run without a proxy: what it sends. */
    public static TestCase calibrating(TestCase one) {
        return new TestCase(
                one.id(),
                one.title(),
                one.level(),
                one.subject(),
                one.requirements(),
                List.of(),
                one.note(),
                List.of(),
                one.policy(),
                false,
                one.quick(),
                one.steps().stream().filter(s -> s.verb().equals("send")).toList());
    }

    @Override
    public void close() throws IOException {
        for (Bench bench : shared.values()) {
            bench.close();
        }
    }
}
