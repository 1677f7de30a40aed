package dev.weir.loadtest.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Validity;
import dev.weir.smp.Refusal;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendTimesTest {
    private static final long MILLI = 1_000_000L;
    private static final int CHUNKS = 1000;
    private static final int ROWS = 10;
    private static final long GAP = 10 * MILLI;

    @TempDir
    private Path dir = Path.of("");

    private long now;
    private Histogram response = new Histogram(3);
    private Histogram service = new Histogram(3);
    private Histogram lateness = new Histogram(3);

    private static SourceFile file() {
        return SourceFile.generated(
                "CLAIMRX-01.psv",
                new FileHeader(
                        FileType.CRX,
                        "V4.0.0",
                        Encoding.PSV,
                        "06",
                        "2026-10",
                        true,
                        (long) CHUNKS * ROWS,
                        com.google.protobuf.ByteString.EMPTY),
                Sha256.ZERO);
    }

    /** How a line and a generator behave. */
    private interface Line {
        /** Moves the clock on and returns whether the chunk had to wait for the line. */
        boolean beforeSend(int chunk, SendTimes times);
    }

    /** Sends chunks due every ten milliseconds; every one is durable after a time of its own. */
    private void send(long serviceNanos, Line line) throws IOException {
        SourceFile file = file();
        long[] due = new long[CHUNKS];
        for (int i = 0; i < CHUNKS; i++) {
            due[i] = (i + 1) * GAP;
        }
        try (Stopwatch stopwatch = new Stopwatch(dir.resolve(now + "times.hlog"), 0)) {
            now = 0;
            SendTimes times = new SendTimes(stopwatch, true, () -> now);
            times.file(file.name(), due, ROWS);
            for (int i = 0; i < CHUNKS; i++) {
                now = Math.max(now, due[i]);
                if (line.beforeSend(i, times)) {
                    times.deferred(file, i);
                }
                times.sent(file, i);
                long sent = now;
                now = sent + serviceNanos;
                times.settled(file, i, ROWS);
                now = sent;
            }
            stopwatch.cut(0, 1, true);
            response = stopwatch.total().of(FileType.CRX, Stopwatch.Kind.RESPONSE);
            service = stopwatch.total().of(FileType.CRX, Stopwatch.Kind.SERVICE);
            lateness = stopwatch.total().of(FileType.CRX, Stopwatch.Kind.LATENESS);
        }
    }

    private static double p99(Histogram histogram) {
        return histogram.getValueAtPercentile(99) / 1000.0;
    }

    @Test
    void slowMutant_twentyMillisecondsMore_shiftsThePercentileByTwenty() throws IOException {
        send(5 * MILLI, (chunk, times) -> false);
        double before = p99(response);
        send(25 * MILLI, (chunk, times) -> false);
        assertEquals(20, p99(response) - before, 1);
        assertEquals((long) CHUNKS * ROWS, response.getTotalCount());
    }

    @Test
    void pause_ofTwoSeconds_showsInResponseAndNotInService() throws IOException {
        send(5 * MILLI, (chunk, times) -> {
            if (chunk == 300) {
                now += 2000 * MILLI;
                return true;
            }
            return false;
        });
        assertTrue(response.getMaxValue() >= 2_000_000, "the pause is in response");
        assertTrue(service.getMaxValue() < 10_000, "the pause is not in service");
        // Two hundred chunks queued up behind it and are late one after the other: that is what a closed loop hides.
        assertTrue(response.getCountBetweenValues(1_000_000, 3_000_000) > 90 * ROWS, "those behind it count too");
        assertTrue(lateness.getMaxValue() < 2000, "and none of it is the generator's doing");
    }

    @Test
    void lostLine_isNotTheGeneratorsLateness() throws IOException {
        send(5 * MILLI, (chunk, times) -> {
            if (chunk == 300) {
                now += 3000 * MILLI;
                times.reconnecting(new Refusal(ReasonCode.REASON_CODE_UPSTREAM, "", "is there"), Duration.ZERO);
            }
            return false;
        });
        assertTrue(response.getMaxValue() >= 3_000_000, "the gap is in response");
        assertTrue(lateness.getMaxValue() < 2000, "lateness " + lateness.getMaxValue());
    }

    @Test
    void throttledGenerator_makesTheResultInvalid() throws IOException {
        send(5 * MILLI, (chunk, times) -> {
            now += 12 * MILLI;
            return false;
        });
        Validity.Facts facts = new Validity.Facts(
                true, p99(lateness), response.getValueAtPercentile(50) / 1000.0, 0.1, 1000, 0, List.of(), 60);
        List<String> problems = Validity.generator(facts);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("lateness"), problems.toString());
    }

    @Test
    void punctualGenerator_isBelieved() throws IOException {
        send(5 * MILLI, (chunk, times) -> false);
        Validity.Facts facts = new Validity.Facts(
                true, p99(lateness), response.getValueAtPercentile(50) / 1000.0, 0.1, 1000, 2000, List.of(), 60);
        assertEquals(List.of(), Validity.generator(facts));
        assertEquals(List.of(), Validity.environment(facts));
    }
}
