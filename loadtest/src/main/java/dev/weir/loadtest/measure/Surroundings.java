package dev.weir.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What must not change around a run while it is measured: the clock, and memory that stays in memory. */
public final class Surroundings {
    private static final long JUMP_MILLIS = 1000;
    private static final long MEGABYTES_SWAPPED = 16;
    private static final long PAGES_A_MEGABYTE = 256;

    private final Path kernelCounts;
    private final long wallMillis = System.currentTimeMillis();
    private final long nanos = System.nanoTime();
    private final OptionalLong swapped;

    /** Looks at this machine. */
    public Surroundings() {
        this(Path.of("/proc/vmstat"));
    }

    /** Looks at the counts of a kernel. */
    Surroundings(Path kernelCounts) {
        this.kernelCounts = kernelCounts;
        this.swapped = pagesSwapped(kernelCounts);
    }

    /** Returns pages of 4 KiB that were swapped out since the system began; empty where the system does not tell. */
    private static OptionalLong pagesSwapped(Path counts) {
        try {
            return Files.readAllLines(counts).stream()
                    .filter(line -> line.startsWith("pswpout "))
                    .mapToLong(line -> Long.parseLong(line.substring("pswpout ".length())))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns what has changed since this was made, in words; nothing where nothing has. */
    public List<String> changes() {
        List<String> changes = new ArrayList<>();
        long drift = System.currentTimeMillis() - wallMillis - (System.nanoTime() - nanos) / 1_000_000;
        if (Math.abs(drift) > JUMP_MILLIS) {
            changes.add("the clock jumped during the run");
        }
        OptionalLong now = pagesSwapped(kernelCounts);
        if (swapped.isPresent() && now.isPresent()) {
            long megabytes = (now.getAsLong() - swapped.getAsLong()) / PAGES_A_MEGABYTE;
            if (megabytes > MEGABYTES_SWAPPED) {
                changes.add("the machine swapped " + megabytes + " MiB out during the run");
            }
        }
        return changes;
    }
}
