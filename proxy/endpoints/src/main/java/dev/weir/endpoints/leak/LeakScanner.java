package dev.weir.endpoints.leak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Searches bytes for all canaries in all disguises at once, looking at eight bytes at each position. What is compressed
 * with gzip is also searched unpacked. Immutable once made; a scan uses one thread.
 */
public final class LeakScanner {
    /** Most leaks that a report lists. */
    public static final int MOST_LEAKS = 1000;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 1 << 20;

    private final List<String> values;
    private final List<String> places;
    private final long patterns;
    private final int longest;

    // A hash table by the first eight bytes of a pattern. A slot names a canary; its patterns are made again to
    // compare.
    private final long[] prefixes;
    private final int[] canaries;
    private final long[] filter;

    /** Prepares a scan for some values. */
    public LeakScanner(Canaries canaries) {
        this.values = canaries.values();
        this.places = canaries.places();
        long count = 0;
        int most = Canaries.SHORTEST;
        List<long[]> prefixesOf = new ArrayList<>();
        for (String value : values) {
            List<Disguise.Pattern> all = Disguise.allOf(value);
            long[] own = new long[all.size()];
            for (int i = 0; i < own.length; i++) {
                own[i] = (long) LONGS.get(all.get(i).bytes(), 0);
                most = Math.max(most, all.get(i).bytes().length);
            }
            prefixesOf.add(own);
            count += own.length;
        }
        this.patterns = count;
        this.longest = most;
        int capacity = Integer.highestOneBit((int) Math.min(1 << 28, Math.max(16, count * 4))) << 1;
        this.prefixes = new long[capacity];
        this.canaries = new int[capacity];
        this.filter = new long[capacity >>> 3];
        Arrays.fill(this.canaries, -1);
        for (int i = 0; i < prefixesOf.size(); i++) {
            for (long prefix : prefixesOf.get(i)) {
                put(prefix, i);
            }
        }
    }

    private static long hash(long prefix) {
        long mixed = prefix * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    private void put(long prefix, int canary) {
        long hash = hash(prefix);
        int bit = (int) (hash >>> 7) & (filter.length * 64 - 1);
        filter[bit >>> 6] |= 1L << bit;
        int slot = (int) hash & (canaries.length - 1);
        while (canaries[slot] >= 0) {
            if (prefixes[slot] == prefix && canaries[slot] == canary) {
                return;
            }
            slot = slot + 1 & (canaries.length - 1);
        }
        prefixes[slot] = prefix;
        canaries[slot] = canary;
    }

    /** Searches every file below a path. */
    public LeakReport scanTree(Path root) throws IOException {
        LeakReport report = empty();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                report = report.plus(scan(root.relativize(file).toString(), in));
            }
        }
        return report;
    }

    /** Searches a text. */
    public LeakReport scanText(String where, String text) {
        try {
            return scan(where, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("a byte array can be read", e);
        }
    }

    /** Searches a stream to its end. */
    public LeakReport scan(String where, InputStream in) throws IOException {
        byte[] head = in.readNBytes(2);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
        if (head.length == 2 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B) {
            byte[] packed = whole.readAllBytes();
            return scanRaw(where, new ByteArrayInputStream(packed))
                    .plus(scanRaw(where + " (unpacked)", new GZIPInputStream(new ByteArrayInputStream(packed))));
        }
        return scanRaw(where, whole);
    }

    private LeakReport empty() {
        return new LeakReport(values.size(), patterns, 0, List.of(), 0, Set.of());
    }

    private LeakReport scanRaw(String where, InputStream in) throws IOException {
        Found found = new Found(where);
        byte[] buffer = new byte[BLOCK + 2 * longest];
        int filled = 0;
        long base = 0;
        boolean ended = false;
        while (!ended) {
            int read = in.readNBytes(buffer, filled, BLOCK);
            ended = read < BLOCK;
            filled += read;
            int end = ended ? filled : filled - longest;
            int at = 0;
            for (; at < end && at + 8 <= filled; at++) {
                long prefix = (long) LONGS.get(buffer, at);
                long hash = hash(prefix);
                int bit = (int) (hash >>> 7) & (filter.length * 64 - 1);
                if ((filter[bit >>> 6] & 1L << bit) != 0) {
                    look(prefix, hash, buffer, at, filled, base, found);
                }
            }
            int kept = ended ? 0 : filled - end;
            System.arraycopy(buffer, filled - kept, buffer, 0, kept);
            base += filled - kept;
            filled = kept;
        }
        return new LeakReport(values.size(), patterns, base, found.leaks, found.count, found.places);
    }

    private void look(long prefix, long hash, byte[] buffer, int at, int filled, long base, Found found) {
        int slot = (int) hash & (canaries.length - 1);
        while (canaries[slot] >= 0) {
            if (prefixes[slot] == prefix) {
                compare(canaries[slot], buffer, at, filled, base, found);
            }
            slot = slot + 1 & (canaries.length - 1);
        }
    }

    private void compare(int canary, byte[] buffer, int at, int filled, long base, Found found) {
        for (Disguise.Pattern pattern : Disguise.allOf(values.get(canary))) {
            int length = pattern.bytes().length;
            if (at + length <= filled && Arrays.equals(pattern.bytes(), 0, length, buffer, at, at + length)) {
                found.add(new Leak(places.get(canary), pattern.disguise(), found.where, base + at));
                return;
            }
        }
    }

    /** What one stream gives away. */
    private static final class Found {
        private final String where;
        private final List<Leak> leaks = new ArrayList<>();
        private final Set<String> places = new HashSet<>();
        private long count;

        Found(String where) {
            this.where = where;
        }

        void add(Leak leak) {
            count++;
            places.add(leak.place());
            if (leaks.size() < MOST_LEAKS) {
                leaks.add(leak);
            }
        }
    }
}
