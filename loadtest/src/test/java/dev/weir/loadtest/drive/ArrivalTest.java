package dev.weir.loadtest.drive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.month.SizeProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final int CHUNKS = 10_000;

    private static long before(long[] times, double share) {
        return Arrays.stream(times).filter(t -> t < share * HOUR).count();
    }

    @Test
    void times_ofEveryOpenProcess_ascendWithinTheirTime() {
        for (Arrival arrival : Arrival.values()) {
            long[] times = arrival.times(CHUNKS, HOUR, 5, Replay.EVEN);
            for (int i = 1; i < times.length; i++) {
                assertTrue(times[i] >= times[i - 1], arrival + " at " + i);
            }
            assertTrue(times[CHUNKS - 1] <= 1.1 * HOUR, arrival.toString());
        }
    }

    @Test
    void monthEnd_lastQuarter_hasFourTenthsOfTheWork() {
        long[] times = Arrival.MONTH_END.times(CHUNKS, HOUR, 5, Replay.EVEN);
        assertEquals(0.4 * CHUNKS, CHUNKS - before(times, 0.75), 2);
    }

    @Test
    void onOff_secondHalfOfABatch_isQuiet() {
        long[] times = Arrival.ONOFF.times(CHUNKS, HOUR, 5, Replay.EVEN);
        assertEquals(before(times, 0.15), before(times, 0.199), 1);
        assertEquals(0.1 * CHUNKS, before(times, 0.199) - before(times, 0.1), 2);
    }

    @Test
    void poisson_sameSeed_isTheSame_andSpreadsEvenly() {
        long[] times = Arrival.POISSON.times(CHUNKS, HOUR, 5, Replay.EVEN);
        assertArrayEquals(times, Arrival.POISSON.times(CHUNKS, HOUR, 5, Replay.EVEN));
        assertEquals(0.5 * CHUNKS, before(times, 0.5), 0.03 * CHUNKS);
    }

    @Test
    void replay_followsTheLog(@TempDir Path dir) throws IOException {
        Path log = dir.resolve("log.csv");
        Files.writeString(log, "seconds,records\n0,0\n10,900\n100,100\n");
        Replay replay = Replay.read(log);
        assertEquals(0.1, replay.time(0.9), 1e-9);
        assertEquals(0.05, replay.time(0.45), 1e-9);
        Files.writeString(log, "10,1\n5,1\n");
        assertThrows(IOException.class, () -> Replay.read(log));
    }

    @Test
    void resubmitStorm_sendsTheLargestFileOnceMore_atThreeQuarters() {
        Load load = Load.of(
                SizeProfiles.plan("XS").orElseThrow().scaledTo(50_000), Duration.ofHours(1), Arrival.RESUBMIT_STORM);
        List<SentFile> again = load.files().stream()
                .filter(f -> f.name().startsWith("RESUBMITTED-"))
                .toList();
        assertEquals(1, again.size());
        assertTrue(Arrays.stream(load.times(again.get(0))).allMatch(t -> t == HOUR / 4 * 3));
    }

    @Test
    void parts_ofALargeType_coverItsRowsOnce() {
        Load load = new Load(
                SizeProfiles.plan("S").orElseThrow(), Duration.ofHours(1), Arrival.UNIFORM, Replay.EVEN, 3, 0, 16, 512);
        assertEquals(load.month().total(), load.records());
        assertTrue(load.files().size() > 20, load.files().toString());
    }
}
