package dev.weir.conformance.run;

import dev.weir.conformance.ledger.LedgerView;
import dev.weir.conformance.oracle.CanaryMint;
import dev.weir.conformance.oracle.Evidence;
import dev.weir.conformance.suite.Step;
import dev.weir.conformance.suite.TestCase;
import dev.weir.smp.Sha256;
import dev.weir.smp.SubmissionIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One case at work on one bench. Confined to one thread. */
final class Trial {
    private final RunSettings settings;
    private final TestCase testCase;
    private final Bench bench;
    private final CanaryMint mint;
    private final Evidence evidence = new Evidence();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private long ledgerBytes;
    private List<String> seenIntents = List.of();
    private Optional<LedgerView> ledgerView = Optional.empty();
    private final TreeSet<String> codes = new TreeSet<>();

    Trial(RunSettings settings, TestCase testCase, Bench bench) {
        this.settings = settings;
        this.testCase = testCase;
        this.bench = bench;
        this.mint = new CanaryMint(settings.seed().getBytes(StandardCharsets.UTF_8), testCase.id());
    }

    RunSettings settings() {
        return settings;
    }

    TestCase testCase() {
        return testCase;
    }

    Bench bench() {
        return bench;
    }

    CanaryMint mint() {
        return mint;
    }

    Evidence evidence() {
        return evidence;
    }

    Map<String, Session> sessions() {
        return sessions;
    }

    /** Returns the session of a stream. */
    Session session(String name) throws CaseFailure {
        Session found = sessions.get(name);
        if (found == null) {
            throw new CaseFailure("suite: a stream " + name + " was opened");
        }
        return found;
    }

    List<String> failures() {
        return failures;
    }

    TreeSet<String> codes() {
        return codes;
    }

    /** Notes something that does not hold; the case goes on. */
    void fail(String claim) {
        if (failures.size() < 50) {
            failures.add(claim);
        }
    }

    /** Returns what the ledger told whenever something arrived: nothing where it had the intent. */
    List<String> seenIntents() {
        return seenIntents;
    }

    void seenIntents(List<String> seen) {
        seenIntents = seen;
    }

    /** Returns the ledger as a step remembered it. */
    Optional<LedgerView> ledgerView() {
        return ledgerView;
    }

    void ledgerView(LedgerView view) {
        ledgerView = Optional.of(view);
    }

    /** Returns the bytes that the ledger had when a step remembered them. */
    long ledgerBytes() {
        return ledgerBytes;
    }

    void ledgerBytes(long bytes) {
        ledgerBytes = bytes;
    }

    /** Returns the id of a submission of this case, the same in every run with the same seed. */
    String submissionId(String name) {
        return SubmissionIds.of(
                bench.rules().state(),
                Sha256.of((settings.seed() + " " + testCase.id() + " " + name + " " + bench.data())
                        .getBytes(StandardCharsets.UTF_8)),
                name);
    }

    void trace(Step step) {
        if (settings.trace()) {
            System.err.println(testCase.id() + "  " + step.verb() + " " + step.args());
        }
    }

    void trace(String what) {
        if (settings.trace()) {
            System.err.println(testCase.id() + "    " + what);
        }
    }
}
