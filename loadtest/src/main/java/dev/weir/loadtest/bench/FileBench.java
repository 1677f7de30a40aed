package dev.weir.loadtest.bench;

import dev.weir.core.plan.Plan;
import dev.weir.loadtest.sample.AssumedLayout;
import dev.weir.loadtest.sample.SampleFiles;
import dev.weir.loadtest.sample.StateMonth;
import dev.weir.proxy.app.FileMinimizer;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.file.TmsisWriter;
import dev.weir.tmsis.file.WriteSettings;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * T-MSIS files: read, write, minimize, in bytes of the file a second. The file is one of the sample with its rows
 * repeated, so that opening it does not count.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FileBench {
    private static final int MEGABYTE = 1_000_000;
    private static final int AT_LEAST = 16 * MEGABYTE;

    /** Encoding of the file. */
    @Param({"PSV", "FLF"})
    public Encoding encoding = Encoding.PSV;

    /** Which file of the sample. */
    @Param({"ELG", "COT"})
    public FileType file = FileType.ELG;

    private final FixedLayout layout = AssumedLayout.layout();
    private final ReadSettings read = new ReadSettings(FileCharset.ISO_8859_1, layout, StopRule.DEFAULT);
    private final Plan plan = Material.plan();
    private Path folder = Path.of("");
    private byte[] content = new byte[0];
    private byte[] records = new byte[0];
    private int[] ends = new int[0];

    /** Megabytes of the file that were handled, the figure of these benchmarks. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Volume {
        /** Megabytes since the iteration began. */
        public double megabytes;
    }

    /** Makes the file and its records. */
    @Setup
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("weir-bench");
        new SampleFiles(StateMonth.sample()).write(folder);
        String extension = encoding.name().toLowerCase(Locale.ROOT);
        Path sample = folder.resolve(extension).resolve(SampleFiles.baseName(file) + "." + extension);
        content = repeated(Files.readString(sample, StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("input"), content);
        WireBuffer out = new WireBuffer(1 << 20);
        ends = new int[(int) rows(content)];
        int at = 0;
        try (TmsisReader reader = TmsisReader.open(new ByteArrayInputStream(content), "input", read)) {
            while (reader.next() == TmsisReader.Next.ROW) {
                reader.writeRecord(out);
                ends[at++] = out.size();
            }
        }
        records = out.toByteArray();
    }

    /** Removes the files. */
    @TearDown
    public void remove() throws IOException {
        try (var found = Files.walk(folder)) {
            for (Path path : found.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private byte[] repeated(String text) {
        List<String> lines = text.lines().toList();
        String rows = lines.stream().skip(1).collect(Collectors.joining("\n", "", "\n"));
        int times = AT_LEAST / rows.length() + 1;
        String count = String.format(Locale.ROOT, "%011d", (long) (lines.size() - 1) * times);
        String header = lines.get(0).replace(String.format(Locale.ROOT, "%011d", lines.size() - 1), count);
        return (header + "\n" + rows.repeat(times)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long rows(byte[] text) {
        long rows = -1;
        for (byte b : text) {
            rows += b == '\n' ? 1 : 0;
        }
        return rows;
    }

    /** Reads the file into records. */
    @Benchmark
    public long read(Volume volume) throws IOException {
        WireBuffer out = new WireBuffer(1 << 18);
        try (TmsisReader reader = TmsisReader.open(new ByteArrayInputStream(content), "input", read)) {
            while (reader.next() != TmsisReader.Next.END) {
                reader.writeRecord(out);
                if (out.size() > 1 << 17) {
                    out.clear();
                }
            }
            volume.megabytes += content.length / (double) MEGABYTE;
            return reader.row();
        }
    }

    /** Writes the records as a file. */
    @Benchmark
    public long write(Volume volume) throws IOException, WireFaultException {
        WriteSettings settings =
                new WriteSettings(encoding, FileCharset.ISO_8859_1, LineEnd.LF, layout, WriteSettings.RowMode.AS_READ);
        try (TmsisWriter writer = new TmsisWriter(OutputStream.nullOutputStream(), settings)) {
            int from = 0;
            for (int end : ends) {
                writer.row(records, from, end - from);
                from = end;
            }
            volume.megabytes += content.length / (double) MEGABYTE;
            return writer.rows();
        }
    }

    /** What {@code weir minimize} does, file to file. */
    @Benchmark
    public long minimize(Volume volume) throws IOException {
        WriteSettings settings =
                new WriteSettings(encoding, FileCharset.ISO_8859_1, LineEnd.LF, layout, WriteSettings.RowMode.FEED);
        FileMinimizer minimizer = new FileMinimizer(plan, Material.keys(plan), read, settings);
        long rows = minimizer
                .run(folder.resolve("input"), folder.resolve("output"), (done, all) -> {})
                .rows();
        volume.megabytes += content.length / (double) MEGABYTE;
        return rows;
    }

    /** A baseline: a script's way, every row made a string, some columns of it blanked. */
    @Benchmark
    public long script(Volume volume) {
        long length = 0;
        for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            length += (encoding == Encoding.PSV ? blankColumns(line) : blankPositions(line))
                    .getBytes(StandardCharsets.ISO_8859_1)
                    .length;
        }
        volume.megabytes += content.length / (double) MEGABYTE;
        return length;
    }

    private static String blankColumns(String line) {
        String[] columns = line.split("\\|", -1);
        Arrays.fill(columns, Math.min(3, columns.length), Math.min(8, columns.length), "");
        return String.join("|", columns);
    }

    private static String blankPositions(String line) {
        return line.length() < 60 ? line : line.substring(0, 20) + " ".repeat(40) + line.substring(60);
    }
}
