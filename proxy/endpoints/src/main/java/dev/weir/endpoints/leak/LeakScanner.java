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
    private final int longest;

    // A hash table by eight bytes of a pattern, those that it shares with the fewest others. A slot names canary,
    // disguise
    // and variant, and where in the pattern the eight bytes stand; the pattern itself is made again to compare.
    private final long[] windows;
    private final int[] canaryOf;
    private final int[] patternOf;
    private final long[] filter;
    private long patterns;

    /** Prepares a scan for some values. */
    public LeakScanner(Canaries canaries) {
        this.values = canaries.values();
        this.places = canaries.places();
        WindowCounts counts = new WindowCounts();
        int most = Canaries.SHORTEST;
        for (String value : values) {
            for (Disguise.Pattern pattern : Disguise.allOf(value)) {
                counts.add(pattern.bytes());
                most = Math.max(most, pattern.bytes().length);
                patterns++;
            }
        }
        this.longest = most;
        int capacity = Integer.highestOneBit((int) Math.min(1 << 28, Math.max(16, patterns * 2))) << 1;
        this.windows = new long[capacity];
        this.canaryOf = new int[capacity];
        this.patternOf = new int[capacity];
        this.filter = new long[Math.max(1, capacity >>> 2)];
        Arrays.fill(this.canaryOf, -1);
        for (int i = 0; i < values.size(); i++) {
            for (Disguise.Pattern pattern : Disguise.allOf(values.get(i))) {
                int offset = counts.rarest(pattern.bytes());
                put((long) LONGS.get(pattern.bytes(), offset), i, pack(pattern, offset));
            }
        }
    }

    private static int pack(Disguise.Pattern pattern, int offset) {
        return pattern.disguise().ordinal() << 24 | pattern.variant() << 16 | offset;
    }

    private static long hash(long window) {
        long mixed = window * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    private void put(long window, int canary, int pattern) {
        long hash = hash(window);
        int bit = (int) (hash >>> 7) & (filter.length * 64 - 1);
        filter[bit >>> 6] |= 1L << bit;
        int slot = (int) hash & (canaryOf.length - 1);
        while (canaryOf[slot] >= 0) {
            slot = slot + 1 & (canaryOf.length - 1);
        }
        windows[slot] = window;
        canaryOf[slot] = canary;
        patternOf[slot] = pattern;
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
        int kept = 0;
        long base = 0;
        boolean ended = false;
        while (!ended) {
            int read = in.readNBytes(buffer, kept, BLOCK);
            ended = read < BLOCK;
            int filled = kept + read;
            // A window near the end is looked at again with the next block around it; one near the start was already.
            int from = base == 0 ? 0 : longest;
            int to = ended ? filled : filled - longest;
            for (int at = from; at < to && at + 8 <= filled; at++) {
                long window = (long) LONGS.get(buffer, at);
                long hash = hash(window);
                int bit = (int) (hash >>> 7) & (filter.length * 64 - 1);
                if ((filter[bit >>> 6] & 1L << bit) != 0) {
                    look(window, hash, buffer, at, filled, base, found);
                }
            }
            kept = ended ? 0 : Math.min(filled, 2 * longest);
            System.arraycopy(buffer, filled - kept, buffer, 0, kept);
            base += filled - kept;
        }
        return new LeakReport(values.size(), patterns, base, found.leaks, found.count, found.places);
    }

    private void look(long window, long hash, byte[] buffer, int at, int filled, long base, Found found) {
        int slot = (int) hash & (canaryOf.length - 1);
        while (canaryOf[slot] >= 0) {
            if (windows[slot] == window) {
                compare(slot, buffer, at, filled, base, found);
            }
            slot = slot + 1 & (canaryOf.length - 1);
        }
    }

    private void compare(int slot, byte[] buffer, int at, int filled, long base, Found found) {
        Disguise disguise = Disguise.values()[patternOf[slot] >>> 24];
        int variant = patternOf[slot] >>> 16 & 0xFF;
        byte[] pattern = disguise.patterns(values.get(canaryOf[slot])).get(variant);
        int start = at - (patternOf[slot] & 0xFFFF);
        if (start >= 0
                && start + pattern.length <= filled
                && Arrays.equals(pattern, 0, pattern.length, buffer, start, start + pattern.length)) {
            found.add(new Leak(places.get(canaryOf[slot]), disguise, found.where, base + start));
        }
    }

    /** How often some windows of patterns occur among all patterns, roughly. */
    private static final class WindowCounts {
        private static final int LOOKED_AT = 8;

        private final int[] counts = new int[1 << 20];

        void add(byte[] pattern) {
            for (int i = 0; i < LOOKED_AT; i++) {
                counts[slot(pattern, offset(pattern, i))]++;
            }
        }

        int rarest(byte[] pattern) {
            int rarest = 0;
            for (int i = 1; i < LOOKED_AT; i++) {
                int offset = offset(pattern, i);
                if (counts[slot(pattern, offset)] < counts[slot(pattern, rarest)]) {
                    rarest = offset;
                }
            }
            return rarest;
        }

        private static int offset(byte[] pattern, int i) {
            return Math.min(0xFFFF, (pattern.length - 8) * i / (LOOKED_AT - 1));
        }

        private int slot(byte[] pattern, int offset) {
            return (int) hash((long) LONGS.get(pattern, offset)) & (counts.length - 1);
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
