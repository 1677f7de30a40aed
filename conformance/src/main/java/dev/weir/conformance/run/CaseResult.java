package dev.weir.conformance.run;

import dev.weir.conformance.suite.TestCase;
import java.util.List;

/**
 * What became of a case.
 *
 * @param testCase the case
 * @param verdict how it ended
 * @param millis how long it took
 * @param failures what did not hold, without a value
 * @param codes statuses and reasons that were seen
 * @param bytesIn bytes that were sent to the proxy, canaries masked, for people; only of failures
 * @param bytesOut bytes that came out of it, canaries masked; only of failures
 * @param searched bytes that were searched for canaries
 * @param canaries values that were searched for
 */
public record CaseResult(
        TestCase testCase,
        Verdict verdict,
        long millis,
        List<String> failures,
        List<String> codes,
        String bytesIn,
        String bytesOut,
        long searched,
        int canaries) {
    public CaseResult {
        failures = List.copyOf(failures);
        codes = List.copyOf(codes);
    }

    CaseResult with(Verdict other) {
        return new CaseResult(testCase, other, millis, failures, codes, bytesIn, bytesOut, searched, canaries);
    }
}
