package dev.weir.loadtest.check;

import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;
import dev.weir.loadtest.month.StateRows;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds every chunk that reaches the feed against what it must be, on threads of its own. Whoever gives it chunks waits
 * when it falls behind, so its memory is bounded.
 */
public final class FeedCheck implements Closeable {
    private static final int WAITING = 32;

    /** What has been found, in counts, and the place of the first of each kind: never a value. */
    public record Result(long checked, long absent, Map<Finding, Long> findings, Map<Finding, String> first) {
        /** Returns the count of a finding. */
        public long count(Finding finding) {
            return findings.getOrDefault(finding, 0L);
        }

        /** Returns what was found in these records and in others. */
        public Result plus(Result other) {
            Map<Finding, Long> all = new EnumMap<>(Finding.class);
            Map<Finding, String> places = new EnumMap<>(Finding.class);
            for (Result result : List.of(this, other)) {
                result.findings.forEach((finding, count) -> all.merge(finding, count, Long::sum));
                result.first.forEach(places::putIfAbsent);
            }
            return new Result(checked + other.checked, absent + other.absent, all, places);
        }

        /** Returns whether every record is there once and right. */
        public boolean clean() {
            return findings.values().stream().allMatch(n -> n == 0);
        }
    }

    private record Chunk(SentFile file, int number, byte[] bytes, int offset, int length) {}

    private final StateRows rows;
    private final Plan plan;
    private final TokenKeys keys;
    private final int rowsPerChunk;
    private final Map<String, SentFile> files = new HashMap<>();
    private final Map<String, Arrivals> arrivals = new HashMap<>();
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(WAITING);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong checked = new AtomicLong();
    private final AtomicLong absent = new AtomicLong();
    private final AtomicLong pending = new AtomicLong();
    private final Map<Finding, Long> findings = new EnumMap<>(Finding.class);
    private final Map<Finding, String> first = new EnumMap<>(Finding.class);
    private final AtomicReference<@Nullable RuntimeException> defect = new AtomicReference<>();
    private volatile boolean closed;

    /** Begins to check some files. */
    public FeedCheck(
            StateRows rows, Plan plan, TokenKeys keys, List<SentFile> files, int rowsPerChunk, int threadCount) {
        this.rows = rows;
        this.plan = plan;
        this.keys = keys;
        this.rowsPerChunk = rowsPerChunk;
        for (SentFile file : files) {
            this.files.put(file.name(), file);
            arrivals.put(file.name(), new Arrivals(file.rows()));
        }
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::run, "loadtest-check-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Takes a chunk that reached the feed. The bytes must not change any more. */
    public void arrived(String fileName, int number, byte[] bytes, int offset, int length) {
        SentFile file = files.get(fileName);
        if (file == null || number >= file.chunks(rowsPerChunk)) {
            found(Finding.CHANGED, fileName + " chunk " + number + ": was never sent");
            return;
        }
        pending.incrementAndGet();
        try {
            while (!queue.offer(new Chunk(file, number, bytes, offset, length), 1, TimeUnit.SECONDS)) {
                if (defect.get() != null || closed) {
                    pending.decrementAndGet();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Expectation expectation = new Expectation(rows, plan, keys);
        while (!closed) {
            try {
                Chunk chunk = queue.poll(100, TimeUnit.MILLISECONDS);
                if (chunk != null) {
                    check(chunk, expectation);
                    pending.decrementAndGet();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                defect.compareAndSet(null, e);
                return;
            }
        }
    }

    private void check(Chunk chunk, Expectation expectation) {
        SentFile file = chunk.file();
        int count = file.rowsOf(chunk.number(), rowsPerChunk);
        expectation.compute(file, chunk.number(), rowsPerChunk);
        List<Integer> present = expectation.present(count);
        absent.addAndGet(count - present.size());
        // They are accounted for: rows that must not arrive are not lost.
        expectation.absent().forEach(position -> arrived(chunk, position));
        byte[] expected = expectation.expected().array();
        int size = expectation.expected().size();
        if (Arrays.equals(expected, 0, size, chunk.bytes(), chunk.offset(), chunk.offset() + chunk.length())) {
            for (int position : present) {
                arrived(chunk, position);
            }
        } else {
            compare(chunk, expectation, present);
        }
        checked.addAndGet(count);
    }

    private void arrived(Chunk chunk, int position) {
        Arrivals seen = arrivals.get(chunk.file().name());
        if (seen != null && !seen.arrived((long) chunk.number() * rowsPerChunk + position)) {
            found(Finding.DUPLICATED, place(chunk, position));
        }
    }

    private static String place(Chunk chunk, int position) {
        return chunk.file().name() + " chunk " + chunk.number() + " row " + position;
    }

    /** Finds out record by record what is wrong with a chunk. */
    private void compare(Chunk chunk, Expectation expectation, List<Integer> present) {
        List<byte[]> expected = Records.split(
                expectation.expected().array(), 0, expectation.expected().size());
        List<byte[]> sent = expectation.sent();
        int next = 0;
        for (byte[] record : Records.split(chunk.bytes(), chunk.offset(), chunk.length())) {
            int match = indexOf(record, expected, next);
            if (match >= 0) {
                arrived(chunk, present.get(match));
                next = match + 1;
                continue;
            }
            boolean again = indexOf(record, expected, 0) >= 0;
            Finding finding = again
                    ? Finding.DUPLICATED
                    : leaks(record, next, present, sent, expected) ? Finding.LEAKED : Finding.CHANGED;
            found(finding, place(chunk, next < present.size() ? present.get(next) : present.size()));
        }
    }

    /** Returns whether a record that nobody expected tells what it must not; it stands where the next one was due. */
    private static boolean leaks(
            byte[] record, int next, List<Integer> present, List<byte[]> sent, List<byte[]> expected) {
        byte[] due = next < expected.size() ? expected.get(next) : new byte[0];
        if (next < present.size() && Records.leaksOwn(record, sent.get(present.get(next)), due)) {
            return true;
        }
        for (int i = 0; i < sent.size(); i++) {
            int at = present.indexOf(i);
            byte[] expectedOfSent = at < 0 ? new byte[0] : expected.get(at);
            if (Records.leaksTelling(record, sent.get(i), expectedOfSent, due)) {
                return true;
            }
        }
        return false;
    }

    private static int indexOf(byte[] record, List<byte[]> records, int from) {
        for (int i = from; i < records.size(); i++) {
            if (Arrays.equals(record, records.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void found(Finding finding, String place) {
        synchronized (findings) {
            findings.merge(finding, 1L, Long::sum);
            first.putIfAbsent(finding, place);
        }
    }

    /** Returns what has been found so far. What is lost is known at the end only. */
    public Result result() {
        RuntimeException failure = defect.get();
        if (failure != null) {
            throw new IllegalStateException("the check of the feed has a defect", failure);
        }
        synchronized (findings) {
            return new Result(checked.get(), absent.get(), new EnumMap<>(findings), new EnumMap<>(first));
        }
    }

    /** Waits until everything given so far is checked. */
    public void settle() throws InterruptedException {
        while (pending.get() > 0 && defect.get() == null) {
            Thread.sleep(5);
        }
    }

    /**
     * Waits for the rest and returns what was found, with what is lost.
     *
     * @param durableRows rows of each file that were acknowledged as durable, from its beginning
     */
    public Result finish(Map<String, Long> durableRows) throws InterruptedException {
        settle();
        Expectation expectation = new Expectation(rows, plan, keys);
        for (Map.Entry<String, Long> entry : durableRows.entrySet()) {
            SentFile file = files.get(entry.getKey());
            Arrivals seen = arrivals.get(entry.getKey());
            if (file != null && seen != null) {
                lost(file, seen, entry.getValue(), expectation);
            }
        }
        return result();
    }

    private void lost(SentFile file, Arrivals seen, long durable, Expectation expectation) {
        for (int chunk = 0; (long) chunk * rowsPerChunk < durable; chunk++) {
            int count = (int) Math.min(file.rowsOf(chunk, rowsPerChunk), durable - (long) chunk * rowsPerChunk);
            boolean computed = false;
            for (int i = 0; i < count; i++) {
                if (seen.has((long) chunk * rowsPerChunk + i)) {
                    continue;
                }
                if (!computed) {
                    expectation.compute(file, chunk, rowsPerChunk);
                    computed = true;
                }
                if (!expectation.absent().contains(i)) {
                    found(Finding.LOST, file.name() + " chunk " + chunk + " row " + i);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
