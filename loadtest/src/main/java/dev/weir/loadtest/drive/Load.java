package dev.weir.loadtest.drive;

import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.sample.SampleFiles;
import dev.weir.tmsis.FileType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A load: what is sent, and when.
 *
 * @param month rows of each file type
 * @param duration time over which the work is spread
 * @param arrival how it is spread
 * @param replay an operator's own times
 * @param parts files into which the rows of a large type are cut, each a stream of its own
 * @param streams files that are sent at a time; 0 for all
 * @param window chunks in flight a stream
 * @param rowsPerChunk rows of a chunk
 */
public record Load(
        MonthPlan month,
        Duration duration,
        Arrival arrival,
        Replay replay,
        int parts,
        int streams,
        int window,
        int rowsPerChunk) {
    private static final int WORTH_CUTTING = 8;

    /** Returns a load with the submitter's usual settings. */
    public static Load of(MonthPlan month, Duration duration, Arrival arrival) {
        return new Load(month, duration, arrival, Replay.EVEN, 1, 0, 16, 512);
    }

    /** Returns the files, by name. */
    public List<SentFile> files() {
        List<SentFile> files = new ArrayList<>();
        for (FileType type : FileType.values()) {
            long rows = month.rows(type);
            if (rows == 0) {
                continue;
            }
            int cuts = rows > (long) WORTH_CUTTING * parts * rowsPerChunk ? parts : 1;
            for (int part = 0; part < cuts; part++) {
                long from = rows * part / cuts;
                long to = rows * (part + 1) / cuts;
                files.add(new SentFile(
                        String.format(Locale.ROOT, "%s-%02d.psv", SampleFiles.baseName(type), part + 1),
                        type,
                        from,
                        to - from));
            }
        }
        if (arrival == Arrival.RESUBMIT_STORM) {
            SentFile largest =
                    files.stream().max(Comparator.comparingLong(SentFile::rows)).orElseThrow();
            files.add(new SentFile("RESUBMITTED-" + largest.name(), largest.type(), largest.from(), largest.rows()));
        }
        files.sort(Comparator.comparing(SentFile::name));
        return files;
    }

    /** Returns when the chunks of a file are due, in nanoseconds from the start. */
    long[] times(SentFile file) {
        int chunks = file.chunks(rowsPerChunk);
        if (file.name().startsWith("RESUBMITTED-")) {
            long[] times = new long[chunks];
            java.util.Arrays.fill(times, duration.toNanos() / 4 * 3);
            return times;
        }
        return arrival.times(
                chunks, duration.toNanos(), month.seed() ^ file.name().hashCode(), replay);
    }

    /** Returns the records of all files. */
    public long records() {
        return files().stream().mapToLong(SentFile::rows).sum();
    }
}
