package dev.weir.proxy.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.Tile;
import dev.weir.core.token.AccountingTag;
import dev.weir.smp.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merging by parts gives what sorting everything would give, in memory that is bounded. */
class LeafMergeTest {
    private static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";

    private final MemoryDisk disk = new MemoryDisk();

    private static AccountingTag tag(int person) {
        return new AccountingTag(
                Sha256.of(ByteBuffer.allocate(4).putInt(person).array()).toByteArray());
    }

    /** Returns the leaves of everybody, sorted by the Java runtime, each once with all classes. */
    private static byte[] sorted(List<AccountingLeaf> people) {
        TreeMap<AccountingTag, Integer> masks = new TreeMap<>();
        people.forEach(leaf -> masks.merge(leaf.tag(), leaf.mask(), (a, b) -> a | b));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        masks.forEach((tag, mask) -> out.writeBytes(new AccountingLeaf(tag, mask).toByteArray()));
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 36", "255, 100000", "256, 7200", "257, 36", "3000, 1", "3000, 3600", "70000, 360000"})
    void peopleOfManyChunks_areMergedByParts_likeAllAtOnce(int count, int runBytes) throws Exception {
        Accounting accounting = new Accounting(disk, runBytes);
        Random random = new Random(count);
        List<AccountingLeaf> all = new ArrayList<>();
        for (int at = 0; at < count; ) {
            List<AccountingLeaf> people = new ArrayList<>();
            for (int i = 0; i < 1000 && at < count; i++, at++) {
                // A third comes again, with other classes.
                people.add(new AccountingLeaf(tag(random.nextInt(1 + count * 2 / 3)), 1 << random.nextInt(14)));
            }
            accounting.append(SUBMISSION, "ELIGIBLE.psv", at, people);
            all.addAll(people);
        }
        Accounting.Subjects subjects = accounting.complete(SUBMISSION, ChunkNames.none());

        byte[] expected = sorted(all);
        assertArrayEquals(expected, disk.read(Accounting.path(SUBMISSION, "leaves")));
        assertArrayEquals(Accounting.hashes(expected), disk.read(Accounting.path(SUBMISSION, "hashes")));
        assertEquals(expected.length / AccountingLeaf.BYTES, subjects.count());
        List<Sha256> hashes = new ArrayList<>();
        for (int at = 0; at < expected.length; at += AccountingLeaf.BYTES) {
            hashes.add(Merkle.leaf(Arrays.copyOfRange(expected, at, at + AccountingLeaf.BYTES)));
        }
        dev.weir.core.ledger.CompactRange range = new dev.weir.core.ledger.CompactRange();
        hashes.forEach(range::append);
        assertEquals(range.root(), subjects.root());
        assertTrue(disk.list(Accounting.FOLDER).stream().noneMatch(f -> f.contains("run-") || f.endsWith(".partial")));
        assertEquals(
                hashes.size() / Tile.FULL + hashes.size() / Tile.FULL / Tile.FULL,
                disk.size(Accounting.path(SUBMISSION, "hashes")) / Sha256.LENGTH);
    }

    @Test
    void mergeThatBrokeOff_isDoneAnew() throws Exception {
        Accounting accounting = new Accounting(disk, 36);
        List<AccountingLeaf> all = new ArrayList<>();
        for (int chunk = 0; chunk < 5; chunk++) {
            List<AccountingLeaf> people = List.of(new AccountingLeaf(tag(chunk), 1), new AccountingLeaf(tag(9), 2));
            accounting.append(SUBMISSION, "ELIGIBLE.psv", chunk, people);
            all.addAll(people);
        }
        disk.write(Accounting.path(SUBMISSION, "run-0"), new byte[360]);
        disk.write(Accounting.path(SUBMISSION, "leaves.partial"), new byte[720]);
        Accounting.Subjects subjects = new Accounting(disk, 36).complete(SUBMISSION, ChunkNames.none());
        assertEquals(6, subjects.count());
        assertArrayEquals(sorted(all), disk.read(Accounting.path(SUBMISSION, "leaves")));
    }

    @Test
    void chunksThatWereCutOff_areNotMerged() throws Exception {
        Accounting accounting = new Accounting(disk);
        accounting.append(SUBMISSION, "ELIGIBLE.psv", 0, List.of(new AccountingLeaf(tag(1), 1)));
        String chunks = Accounting.path(SUBMISSION, "chunks");
        disk.truncate(chunks, disk.size(chunks) - 1);
        assertThrows(IOException.class, () -> new Accounting(disk).complete(SUBMISSION, ChunkNames.none()));
    }

    @Test
    @Timeout(120)
    void workOnOneSubmission_doesNotKeepAnotherWaiting() throws Exception {
        String other = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c78";
        Accounting accounting = new Accounting(disk);
        accounting.append(SUBMISSION, "ELIGIBLE.psv", 0, List.of(new AccountingLeaf(tag(1), 1)));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> busy = threads.submit(() -> {
                accounting.forEachChunk(SUBMISSION, chunk -> {
                    begun.countDown();
                    awaitQuietly(end);
                });
                return null;
            });
            begun.await();
            threads.submit(() -> accounting.append(other, "ELIGIBLE.psv", 0, List.of(new AccountingLeaf(tag(1), 1))))
                    .get(60, TimeUnit.SECONDS);
            end.countDown();
            busy.get(60, TimeUnit.SECONDS);
        } finally {
            end.countDown();
            threads.shutdownNow();
        }
        assertTrue(accounting.isWhole(SUBMISSION) && accounting.isWhole(other));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
