package dev.weir.proxy.edge;

import dev.weir.core.minimize.Blanks;
import dev.weir.core.release.BlankLog;
import dev.weir.smp.v1.ClosedFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was blanked in the files of submissions that are under way, as far as this process has seen it. For any thread. */
final class BlankLogs {
    private static final int MOST = 1000;

    private final Map<String, Map<String, BlankLog>> submissions = new LinkedHashMap<>();

    /** Returns the log of a file; a new one where none is kept. */
    synchronized BlankLog of(String submissionId, String file) {
        Map<String, BlankLog> files = submissions.get(submissionId);
        if (files == null) {
            if (submissions.size() >= MOST) {
                submissions.remove(submissions.keySet().iterator().next());
            }
            files = new TreeMap<>();
            submissions.put(submissionId, files);
        }
        return files.computeIfAbsent(file, name -> new BlankLog());
    }

    /** Drops what is kept of a submission that is complete. */
    synchronized void forget(String submissionId) {
        submissions.remove(submissionId);
    }

    /** Returns what was blanked in a submission; empty where another run of the process has seen some of it. */
    synchronized Optional<Blanks> sum(String submissionId, List<ClosedFile> held) {
        Map<String, BlankLog> files = submissions.getOrDefault(submissionId, Map.of());
        Blanks sum = Blanks.NONE;
        for (ClosedFile file : held) {
            BlankLog log = files.get(file.getName());
            Optional<Blanks> blanks =
                    log == null ? Optional.empty() : log.of(file.getProgress().getChunks());
            if (blanks.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(blanks.get());
        }
        return Optional.of(sum);
    }
}
