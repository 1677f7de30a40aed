package dev.weir.endpoints.submitter;

import dev.weir.smp.Totals;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.Tally;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a submission.
 *
 * @param submissionId its id
 * @param files totals of each file, by name
 * @param malformed rows that were malformed and not sent
 * @param alreadyComplete whether it had been complete before
 * @param rejects list of the rows that did not reach the receiver
 * @param receipt the proxy's receipt, where it keeps a ledger
 */
public record SubmitSummary(
        String submissionId,
        Map<String, Progress> files,
        long malformed,
        boolean alreadyComplete,
        Path rejects,
        Optional<Path> receipt) {
    public SubmitSummary {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** Returns the counts over all files. */
    public Tally tally() {
        return files.values().stream().map(Progress::getTally).reduce(Tally.getDefaultInstance(), Totals::plus);
    }

    /** Returns the rows that the receiver holds. */
    public long received() {
        return files.values().stream().mapToLong(Progress::getRows).sum();
    }
}
