package dev.weir.proxy.testing;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The committed sample as it is, and made longer by repeating its rows. */
public final class SampleMonth {
    public static final Path DIR = Path.of(System.getProperty("weir.root"), "loadtest/sample");

    /** Stands in a malformed and in a refused row, and must not come out anywhere. */
    public static final String CANARY = "ZQXCANARY7742";

    private SampleMonth() {}

    /** Returns the files of the sample, {@code psv} or {@code flf}. */
    public static List<Path> files(String encoding) throws IOException {
        try (Stream<Path> found = Files.list(DIR.resolve(encoding))) {
            return found.sorted().toList();
        }
    }

    /**
     * Writes the sample's PSV files with their rows repeated, and with a malformed row and, in eligibility files, a row
     * that is refused after each repetition.
     */
    public static List<Path> repeated(Path target, int times) throws IOException {
        Files.createDirectories(target);
        List<Path> written = new ArrayList<>();
        for (Path file : files("psv")) {
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
            rows.add(rows.get(rows.size() - 1) + "|" + CANARY);
            if (lines.get(0).startsWith("ELG")) {
                // A letter that no identifier may have.
                rows.add(span(CANARY + "\u00C9"));
            }
            Path copy = target.resolve(file.getFileName());
            write(copy, lines.get(0), rows, times);
            written.add(copy);
        }
        return written;
    }

    /** Writes the sample's eligibility file with its rows repeated until it has some size. */
    public static Path large(Path target, long bytes) throws IOException {
        List<String> lines = Files.readAllLines(DIR.resolve("psv/ELIGIBLE.psv"), StandardCharsets.ISO_8859_1);
        List<String> rows = lines.subList(1, lines.size());
        long once = rows.stream().mapToLong(r -> r.length() + 1).sum();
        write(target, lines.get(0), rows, (int) (bytes / once + 1));
        return target;
    }

    private static String span(String person) {
        String[] columns = new String[segment().elements().size()];
        Arrays.fill(columns, "");
        columns[0] = segment().id();
        columns[1] = "06";
        columns[3] = person;
        return String.join("|", columns);
    }

    private static Segment segment() {
        return Catalogue.v4().segment("ELG00021").orElseThrow();
    }

    private static void write(Path target, String header, List<String> rows, int times) throws IOException {
        String[] columns = header.split("\\|", -1);
        for (int i = 0; i < columns.length; i++) {
            boolean count = columns[i].length() == 11 && columns[i].chars().allMatch(Character::isDigit);
            columns[i] = count ? String.format("%011d", (long) rows.size() * times) : columns[i];
        }
        byte[] body = (String.join("\n", rows) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            out.write((String.join("|", columns) + "\n").getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < times; i++) {
                out.write(body);
            }
        }
    }
}
