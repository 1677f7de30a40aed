package dev.weir.loadtest.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the proxy used at one moment; zero where it was not to be found out.
 *
 * @param cpuSeconds processor time since its start
 * @param heapBytes heap in use
 * @param liveBytes heap in use after the last full look at old objects
 * @param directBytes memory outside the heap
 * @param threads threads
 * @param files open files
 * @param gcPauseSeconds pauses since its start
 * @param residentBytes resident memory
 * @param minimizeSeconds time spent in minimizing since its start, over all threads
 * @param ledgerBytes its ledger on disk
 * @param storeBytes the receiver's store on disk
 */
public record ProxySample(
        double cpuSeconds,
        double heapBytes,
        double liveBytes,
        double directBytes,
        double threads,
        double files,
        double gcPauseSeconds,
        double residentBytes,
        double minimizeSeconds,
        double ledgerBytes,
        double storeBytes) {
    /** Nothing known. */
    public static final ProxySample NONE = new ProxySample(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final double TICKS_PER_SECOND = 100;
    private static final double NANOS = 1e9;

    /**
     * Reads a sample from the text of its metrics and from the kernel's account of its process.
     *
     * @param pid process id, 0 for a process elsewhere
     */
    public static ProxySample of(String metrics, long pid) {
        return new ProxySample(
                pid == 0 ? sum(metrics, "process_cpu_time_ns_total") / NANOS : cpuSeconds(pid),
                sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
                sum(metrics, "jvm_gc_live_data_size_bytes"),
                sum(metrics, "jvm_buffer_memory_used_bytes"),
                sum(metrics, "jvm_threads_live_threads"),
                sum(metrics, "process_files_open_files"),
                sum(metrics, "jvm_gc_pause_seconds_sum"),
                residentBytes(pid),
                sum(metrics, "weir_minimize_seconds_sum"),
                0,
                0);
    }

    /** Returns the same with what stands on disk. */
    public ProxySample withDisk(Path ledger, Path store) {
        return new ProxySample(
                cpuSeconds,
                heapBytes,
                liveBytes,
                directBytes,
                threads,
                files,
                gcPauseSeconds,
                residentBytes,
                minimizeSeconds,
                bytes(ledger),
                bytes(store));
    }

    /** Returns the bytes of all files below a folder; files that go away meanwhile count for nothing. */
    private static double bytes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.mapToLong(ProxySample::size).sum();
        } catch (IOException | UncheckedIOException changing) {
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Returns the sum over all lines that begin with a name, and perhaps some of its labels. */
    static double sum(String metrics, String name) {
        double sum = 0;
        for (String line : metrics.split("\n", -1)) {
            if (line.startsWith(name)) {
                String value = line.substring(line.lastIndexOf(' ') + 1);
                try {
                    sum += Double.parseDouble(value);
                } catch (NumberFormatException notANumber) {
                    continue;
                }
            }
        }
        return sum;
    }

    private static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] parts = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(parts[11]) + Long.parseLong(parts[12])) / TICKS_PER_SECOND;
        } catch (IOException | RuntimeException notLinux) {
            return 0;
        }
    }

    private static double residentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException | RuntimeException notLinux) {
            return 0;
        }
        return 0;
    }
}
