package dev.weir.loadtest.measure;

import dev.weir.tmsis.FileType;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.HdrHistogram.Recorder;

/**
 * Takes the times of all sends, in microseconds from one to an hour with three digits, weighed by records, and keeps an
 * interval log. Recording is safe for any thread, cutting windows for one.
 */
public final class Stopwatch implements Closeable {
    private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;

    /** What is timed. */
    public enum Kind {
        /** From the intended send to the durable acknowledgement: what a submitter waits for. */
        RESPONSE,
        /** From the actual send to the durable acknowledgement. */
        SERVICE,
        /** From the intended send, or from when the line was free, to the actual send: what the generator adds. */
        LATENESS
    }

    private final Map<FileType, Map<Kind, Recorder>> recorders = new EnumMap<>(FileType.class);
    private final Map<Kind, Histogram> last = new EnumMap<>(Kind.class);
    private final Times total = new Times();
    private final HistogramLogWriter log;
    private final AtomicLong acked = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong deferred = new AtomicLong();

    /** Begins, with an interval log at a path. */
    public Stopwatch(Path hlog, long startMillis) throws FileNotFoundException {
        for (FileType type : FileType.values()) {
            Map<Kind, Recorder> kinds = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                kinds.put(kind, new Recorder(1, HIGHEST_MICROS, DIGITS));
            }
            recorders.put(type, kinds);
        }
        log = new HistogramLogWriter(hlog.toFile());
        log.outputComment("[microseconds, weighed by records; tags are TYPE.KIND]");
        log.outputLogFormatVersion();
        log.outputStartTime(startMillis);
        log.setBaseTime(startMillis);
        log.outputLegend();
    }

    /** Records a time of a file's chunk. */
    public void record(FileType type, Kind kind, long nanos, long records) {
        Recorder recorder = recorders.getOrDefault(type, Map.of()).get(kind);
        if (recorder != null) {
            recorder.recordValueWithCount(
                    Math.min(HIGHEST_MICROS, Math.max(1, TimeUnit.NANOSECONDS.toMicros(nanos))), records);
        }
    }

    /** Counts records handed to the line. */
    public void sent(long records) {
        sent.addAndGet(records);
    }

    /** Counts records that had to wait for the line. */
    public void deferred(long records) {
        deferred.addAndGet(records);
    }

    /** Counts records that are durable. */
    public void acked(long records) {
        acked.addAndGet(records);
    }

    /** Returns the records handed to the line. */
    public long sent() {
        return sent.get();
    }

    /** Returns the records that had to wait for the line. */
    public long deferred() {
        return deferred.get();
    }

    /** Returns the records that are durable. */
    public long acked() {
        return acked.get();
    }

    /** Ends an interval: writes it to the log and adds it to the totals unless it is warm-up. */
    public void cut(long fromMillis, long toMillis, boolean counts) {
        last.clear();
        recorders.forEach((type, kinds) -> kinds.forEach((kind, recorder) -> {
            Histogram interval = recorder.getIntervalHistogram();
            if (interval.getTotalCount() == 0) {
                return;
            }
            interval.setStartTimeStamp(fromMillis);
            interval.setEndTimeStamp(toMillis);
            interval.setTag(type.name() + "." + kind.name());
            log.outputIntervalHistogram(interval);
            last.computeIfAbsent(kind, k -> new Histogram(DIGITS)).add(interval);
            if (counts) {
                total.add(type, kind, interval);
            }
        }));
    }

    /** Returns the interval cut last, over all files. */
    public Histogram last(Kind kind) {
        return last.getOrDefault(kind, new Histogram(DIGITS));
    }

    /** Returns everything behind the warm-up so far. */
    public Times total() {
        return total.copy();
    }

    @Override
    public void close() {
        log.close();
    }
}
