package dev.weir.loadtest.month;

import dev.weir.tmsis.FileType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How much states of some size send, for operators who have no count of their own yet. The data names its sources. */
public final class SizeProfiles {
    private static final String FOLDER = "/dev/weir/loadtest/month/";

    private SizeProfiles() {}

    /**
     * A state or a size.
     *
     * @param name USPS code, or a size such as M
     * @param ansi ANSI code; that of the sample's state for a size
     * @param enrollees people enrolled
     * @param source where the number comes from
     */
    public record Size(String name, String ansi, long enrollees, String source) {}

    /** Returns the sizes and states of the data by name. */
    public static Map<String, Size> sizes() {
        Map<String, Size> sizes = new LinkedHashMap<>();
        for (List<String> line : lines("sizes.csv")) {
            sizes.put(line.get(0), new Size(line.get(0), line.get(1), Long.parseLong(line.get(2)), line.get(3)));
        }
        return sizes;
    }

    /** Returns the rows that a month of some people has, by file type. */
    public static Map<FileType, Long> rowsOf(long enrollees) {
        Map<FileType, Long> rows = new EnumMap<>(FileType.class);
        for (List<String> line : lines("rows-per-enrollee.csv")) {
            double each = Double.parseDouble(line.get(1));
            rows.put(FileType.valueOf(line.get(0)), Math.max(1, Math.round(each * enrollees)));
        }
        return rows;
    }

    /** Returns the plan of a size or a state; empty where the data has none of that name. */
    public static Optional<MonthPlan> plan(String name) {
        return Optional.ofNullable(sizes().get(name))
                .map(size -> new MonthPlan(
                        size.ansi().isEmpty() ? "CA" : size.name(),
                        size.ansi().isEmpty() ? "06" : size.ansi(),
                        MonthPlan.SEED,
                        "profile " + name + ": " + size.enrollees() + " enrollees, " + size.source(),
                        rowsOf(size.enrollees())));
    }

    private static List<List<String>> lines(String file) {
        List<List<String>> lines = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(SizeProfiles.class.getResourceAsStream(FOLDER + file), file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#") && !line.startsWith("name,") && !line.isBlank()) {
                    lines.add(List.of(line.split(",", 4)));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
