package dev.weir.endpoints.receiver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkLogTest {
    private static final Tally TALLY =
            Tally.newBuilder().setRows(7).setWithheld(2).build();

    @TempDir
    Path dir;

    private Path path() {
        return dir.resolve("0000.chunks");
    }

    private static byte[] records(int number) {
        return ("records of chunk " + number).repeat(1 + number % 5).getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes chunks up to a number, a flush for each. */
    private void write(int chunks) throws IOException {
        try (ChunkLog log = ChunkLog.open(path())) {
            for (int i = log.next(); i < chunks; i++) {
                append(log, i);
                log.force();
            }
        }
    }

    private static void append(ChunkLog log, int number) throws IOException {
        byte[] records = records(number);
        log.append(number, 5, Sha256.of(records), TALLY, records, 0, records.length);
    }

    private List<String> read() throws IOException {
        List<String> found = new ArrayList<>();
        ChunkLog.visit(path(), chunk -> {
            assertEquals(TALLY, chunk.tally());
            assertEquals(Sha256.of(chunk.records()), chunk.digest());
            found.add(new String(chunk.records(), StandardCharsets.US_ASCII));
        });
        return found;
    }

    @Test
    void log_isReadBackAndContinued() throws IOException {
        write(3);
        write(10);
        assertEquals(10, read().size());
        try (ChunkLog log = ChunkLog.open(path())) {
            assertEquals(10, log.next());
            assertEquals(50, log.progress().getRows());
            assertEquals(20, log.progress().getTally().getWithheld());
            for (int i = 0; i < 10; i++) {
                assertEquals(Sha256.of(records(i)), log.digest(i));
            }
            assertThrows(IOException.class, () -> log.append(12, 1, Sha256.ZERO, TALLY, new byte[1], 0, 1));
        }
    }

    /** A crash can leave any part of the last chunk; it is cut off, and everything before it is there. */
    @Test
    void tornEnd_isCutOffWhereverItIs() throws IOException {
        write(4);
        byte[] whole = Files.readAllBytes(path());
        write(5);
        byte[] longer = Files.readAllBytes(path());
        for (int length = whole.length; length < longer.length; length++) {
            Files.write(path(), Arrays.copyOf(longer, length));
            try (ChunkLog log = ChunkLog.open(path())) {
                assertEquals(4, log.next(), "cut at byte " + length);
            }
            assertEquals(whole.length, Files.size(path()));
            assertEquals(4, read().size());
        }
        write(5);
        assertEquals(longer.length, Files.size(path()));
    }

    /** After a loss of power the file can have its new length and not what belongs there. */
    @Test
    void chunksThatWereNeverFlushed_areCutOffWhateverIsThere() throws IOException {
        write(4);
        int whole = (int) Files.size(path());
        int second;
        try (ChunkLog log = ChunkLog.open(path())) {
            append(log, 4);
            second = (int) Files.size(path());
            append(log, 5);
            append(log, 6);
        }
        byte[] longer = Files.readAllBytes(path());
        byte[] zeros = Arrays.copyOf(Arrays.copyOf(longer, whole), longer.length);
        byte[] badEnd = longer.clone();
        badEnd[longer.length - 1] ^= 1;
        byte[] zeroHead = longer.clone();
        Arrays.fill(zeroHead, whole, whole + 16, (byte) 0);
        byte[] zeroMiddle = longer.clone();
        Arrays.fill(zeroMiddle, second, second + 100, (byte) 0);
        assertCut(4, zeros);
        assertCut(6, badEnd);
        assertCut(4, zeroHead);
        assertCut(5, zeroMiddle);
    }

    private void assertCut(int whole, byte[] content) throws IOException {
        Files.write(path(), content);
        try (ChunkLog log = ChunkLog.open(path())) {
            assertEquals(whole, log.next());
            append(log, whole);
            log.force();
        }
        assertEquals(whole + 1, read().size());
    }

    /** Damage before the end is not repaired: what was acknowledged must not vanish silently. */
    @Test
    void flippedBit_isReportedAndNeverCutOff() throws IOException {
        write(6);
        byte[] whole = Files.readAllBytes(path());
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            // Not in the last chunk, where damage cannot be told from a torn end.
            int at = random.nextInt(whole.length / 2);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(path(), damaged);
            assertThrows(IOException.class, () -> ChunkLog.open(path()).close(), "bit of byte " + at);
            assertArrayEquals(damaged, Files.readAllBytes(path()));
        }
    }

    /** The number of chunks with which a file was closed tells damage from a torn end also in the last one. */
    @Test
    void closedLog_hasTheChunksItWasClosedWith() throws IOException {
        write(3);
        ChunkLog.openClosed(path(), 3).close();
        byte[] damaged = Files.readAllBytes(path());
        damaged[damaged.length - 1] ^= 1;
        Files.write(path(), damaged);
        assertThrows(IOException.class, () -> ChunkLog.openClosed(path(), 3).close());
        assertArrayEquals(damaged, Files.readAllBytes(path()));
    }

    @Test
    void emptyLog_hasNoProgress() throws IOException {
        try (ChunkLog log = ChunkLog.open(path())) {
            assertEquals(0, log.next());
            assertEquals(Totals.none(), log.progress());
        }
    }
}
