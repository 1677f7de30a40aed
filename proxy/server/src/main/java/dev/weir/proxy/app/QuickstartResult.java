package dev.weir.proxy.app;

import java.util.List;
import java.util.Map;

/**
 * What the quickstart has seen.
 *
 * @param directory where everything lies
 * @param feed where the feed lies as files
 * @param submissionId id of the submission
 * @param recordsSent rows that the submitter sent
 * @param recordsReceived rows that the receiver holds
 * @param refused rows that could not be handled
 * @param withheld rows that the plan withholds
 * @param malformed rows that the submitter did not send
 * @param rowsByFile rows received by file type
 * @param rowsByClass rows in which a class had a value, and in how many of them it was changed or blanked
 * @param beforeAndAfter one row: element, its value in the file, its value in the feed
 * @param people people found in the sample
 * @param tokenConflicts times that a person had two tokens or two people one
 * @param token the token that stands in most file types
 * @param tokenRows in how many rows of each file type it stands
 * @param canaries values searched for
 * @param bytesSearched bytes searched for them
 * @param leaks values found that should not have got out, and columns that do not look as the plan says
 * @param leakTexts where, the first of them
 * @param columnsAudited filled columns of the feed that were looked at
 * @param scenes what attestations can and cannot do, each with its outcome
 * @param scenesAsTheyMust whether all of them went as they must
 * @param seconds time it took
 */
public record QuickstartResult(
        String directory,
        String feed,
        String submissionId,
        long recordsSent,
        long recordsReceived,
        long refused,
        long withheld,
        long malformed,
        Map<String, Long> rowsByFile,
        Map<String, ClassRows> rowsByClass,
        List<Column> beforeAndAfter,
        int people,
        long tokenConflicts,
        String token,
        Map<String, Integer> tokenRows,
        int canaries,
        long bytesSearched,
        long leaks,
        List<String> leakTexts,
        long columnsAudited,
        Map<String, String> scenes,
        boolean scenesAsTheyMust,
        double seconds) {
    /** Rows in which a class had a value, and in how many of them it was changed or blanked. */
    public record ClassRows(long rows, long changed) {}

    /** One column of a row in the file and in the feed. */
    public record Column(String element, String before, String after) {}
}
