package dev.weir.conformance.oracle;

import dev.weir.endpoints.leak.Canaries;
import dev.weir.endpoints.leak.Leak;
import dev.weir.endpoints.leak.LeakReport;
import dev.weir.endpoints.leak.LeakScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that could be seen of a case outside the proxy: bytes at the receiver, answers and statuses at the submitter,
 * logs, metrics, files. Safe for any thread.
 */
public final class Evidence {
    /** Where bytes stand that went to the receiver. */
    public static final String WIRE = "wire to the receiver";

    private final Map<String, List<byte[]>> pieces = new LinkedHashMap<>();

    /** Adds bytes. */
    public synchronized void add(String where, byte[] bytes) {
        pieces.computeIfAbsent(where, w -> new ArrayList<>()).add(bytes);
    }

    /** Adds a text. */
    public void add(String where, String text) {
        add(where, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns how many bytes there are. */
    public synchronized long size() {
        return pieces.values().stream()
                .flatMap(List::stream)
                .mapToLong(b -> b.length)
                .sum();
    }

    /** Searches everything for canaries and returns what was found: place, disguise, position, and never a value. */
    public LeakReport search(Canaries canaries) {
        return search(canaries, canaries);
    }

    /** Searches as {@link #search(Canaries)} does, what went to the receiver for the second ones only. */
    public synchronized LeakReport search(Canaries canaries, Canaries atReceiver) {
        LeakScanner everywhere = new LeakScanner(canaries);
        LeakScanner there = new LeakScanner(atReceiver);
        LeakScanner scanner = everywhere;
        LeakReport report = scanner.scanText("nothing", "");
        try {
            for (Map.Entry<String, List<byte[]>> entry : pieces.entrySet()) {
                scanner = entry.getKey().equals(WIRE) ? there : everywhere;
                for (byte[] piece : entry.getValue()) {
                    report = report.plus(scanner.scan(entry.getKey(), new ByteArrayInputStream(piece)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a byte array can be read", e);
        }
        return report;
    }

    /** Returns the leaks as lines. */
    public static List<String> lines(LeakReport report) {
        return report.leaks().stream().map(Leak::text).distinct().limit(20).toList();
    }
}
