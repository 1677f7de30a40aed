package dev.weir.endpoints.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.testing.TestProxy;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More submissions at once than the store keeps open. */
class FeedStoreTest {
    private static final int MANY = 100;
    private static final int MOST_OPEN = 64;
    private static final byte[] RECORDS = new byte[100];

    @TempDir
    Path dir;

    private final Set<FileKey> carried = new HashSet<>();
    private final List<Open> opens = new ArrayList<>();

    @BeforeEach
    void opens() throws Exception {
        for (int i = 0; i < MANY; i++) {
            opens.add(TestProxy.open(
                    String.format("0190f3a2-7c11-7b44-9f00-%012d", i), TestProxy.manifest("a.psv"), "a.psv"));
        }
    }

    private static FileKey key(Open open) {
        return new FileKey(open.getState(), open.getSubmissionId(), open.getFileName());
    }

    private static ChunkLog append(FeedStore store, Open open) throws IOException {
        try {
            ChunkLog log = store.submission(open).file(open).log();
            log.append(log.next(), 1, Sha256.of(RECORDS), Tally.getDefaultInstance(), RECORDS, 0, RECORDS.length);
            return log;
        } catch (RefusedException e) {
            throw new IOException("the file of an Open is in the store", e);
        }
    }

    /** Counts down when it is committed, and says when it failed. */
    private record Append(Open open, CountDownLatch done, AtomicInteger failures) implements StoreThread.Task {
        @Override
        public void write(FeedStore store, Set<ChunkLog> written) throws IOException {
            written.add(append(store, open));
        }

        @Override
        public void committed(FeedStore store) throws IOException {
            assertEquals(1, store.file(key(open)).next());
            done.countDown();
        }

        @Override
        public void failed() {
            failures.incrementAndGet();
            done.countDown();
        }
    }

    @Test
    void oneBatchOfManySubmissions_isFlushedWhole() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        CountDownLatch committed = new CountDownLatch(MANY);
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger shut = new AtomicInteger();
        try (StoreThread thread = new StoreThread(new FeedStore(dir, () -> carried), e -> shut.incrementAndGet())) {
            thread.submit(new StoreThread.Task() {
                @Override
                public void committed(FeedStore store) throws IOException {
                    try {
                        // Everything behind this task is one batch.
                        queued.await();
                    } catch (InterruptedException e) {
                        throw new IOException("nobody interrupts the test", e);
                    }
                }

                @Override
                public void failed() {
                    failed.incrementAndGet();
                }
            });
            opens.forEach(open -> thread.submit(new Append(open, committed, failed)));
            queued.countDown();
            assertTrue(committed.await(20, TimeUnit.SECONDS));
            assertEquals(0, failed.get());
            assertEquals(0, shut.get());
            assertTrue(thread.running());
        }
    }

    /** A defect shuts the store for all to see; nothing waits for a thread that is gone. */
    @Test
    void defectOnTheStoreThread_shutsTheStore() throws Exception {
        CountDownLatch shut = new CountDownLatch(1);
        try (StoreThread thread = new StoreThread(new FeedStore(dir, () -> carried), e -> shut.countDown())) {
            thread.submit(new StoreThread.Task() {
                @Override
                public void committed(FeedStore store) {
                    throw new IllegalStateException("a defect");
                }

                @Override
                public void failed() {}
            });
            assertTrue(shut.await(20, TimeUnit.SECONDS));
            assertFalse(thread.running());
            AtomicInteger failed = new AtomicInteger();
            thread.submit(new Append(opens.get(0), new CountDownLatch(1), failed));
            assertEquals(1, failed.get());
        }
    }

    @Test
    void trim_closesTheEldest_butNoneThatAStreamCarries() throws Exception {
        try (FeedStore store = new FeedStore(dir, () -> carried)) {
            List<ChunkLog> logs = new ArrayList<>();
            for (Open open : opens) {
                logs.add(append(store, open));
            }
            logs.get(MANY - 1).force();
            assertEquals(MANY, store.open());
            carried.addAll(List.of(key(opens.get(0)), key(opens.get(1))));
            store.trim();
            assertEquals(MOST_OPEN, store.open());
            for (int i : new int[] {0, 1, MANY - 1}) {
                assertTrue(logs.get(i) == store.file(key(opens.get(i))).log(), "submission " + i);
            }
            assertTrue(logs.get(2) != store.file(key(opens.get(2))).log());
            assertEquals(1, store.file(key(opens.get(2))).next());
        }
    }
}
