package dev.weir.tmsis.file;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a layout file, strictly: columns of a segment follow each other without overlap, and none is given twice. */
final class LayoutReader {
    private static final String COLUMNS = "segment,element,name,start,stop,basis";
    private static final String DICTIONARY = "# dictionary:";
    private static final int LONGEST_ROW = 32_768;

    private final Catalogue catalogue;
    private final String place;
    private final boolean given;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Columns> segments = new LinkedHashMap<>();
    private final Set<String> unknown = new HashSet<>();

    /**
     * Creates a reader.
     *
     * @param given whether an operator gave the file; only the built-in one may say that nobody knows a position
     */
    LayoutReader(Catalogue catalogue, String place, boolean given) {
        this.catalogue = catalogue;
        this.place = place;
        this.given = given;
    }

    FixedLayout read(List<String> lines) throws LayoutRefusedException {
        int at = 0;
        String dictionary = "";
        while (at < lines.size() && isRemark(lines.get(at))) {
            if (lines.get(at).startsWith(DICTIONARY)) {
                dictionary = lines.get(at).substring(DICTIONARY.length()).trim();
            }
            at++;
        }
        if (at == lines.size() || !lines.get(at).equals(COLUMNS)) {
            problem(at, "the first line that is not a remark is " + COLUMNS);
        }
        for (int i = at + 1; i < lines.size(); i++) {
            if (!isRemark(lines.get(i))) {
                column(i, lines.get(i));
            }
        }
        Map<String, SegmentLayout> layouts = new LinkedHashMap<>();
        segments.forEach((id, columns) -> {
            if (!unknown.contains(id)) {
                layouts.put(id, columns.layout());
            }
        });
        if (!problems.isEmpty()) {
            throw new LayoutRefusedException(problems);
        }
        return new FixedLayout(layouts, dictionary);
    }

    private static boolean isRemark(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    private void column(int line, String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 6) {
            problem(line, "a line has six columns");
            return;
        }
        Optional<Segment> segment = catalogue.segment(parts[0]);
        if (segment.isEmpty()) {
            problem(line, "the segment is not in the dictionary");
            return;
        }
        Optional<Element> element = segment.get().element(parts[2]);
        if (element.isEmpty()) {
            problem(line, "the element is not in the segment");
            return;
        }
        Optional<LayoutBasis> basis = basis(parts[5]);
        if (basis.isEmpty()) {
            if (given) {
                problem(line, "the basis is published, derived or assumed");
            }
            unknown.add(parts[0]);
            return;
        }
        Optional<Integer> start = position(parts[3]);
        Optional<Integer> stop = position(parts[4]);
        if (start.isEmpty() || stop.isEmpty() || stop.get() < start.get()) {
            problem(line, "start and stop are positions from 1 to " + LONGEST_ROW + ", stop not before start");
            return;
        }
        Columns columns = segments.computeIfAbsent(parts[0], id -> new Columns(segment.get()));
        columns.add(line, element.get(), start.get(), stop.get(), basis.get());
    }

    private static Optional<LayoutBasis> basis(String text) {
        return switch (text) {
            case "published" -> Optional.of(LayoutBasis.PUBLISHED);
            case "derived" -> Optional.of(LayoutBasis.DERIVED);
            case "assumed" -> Optional.of(LayoutBasis.ASSUMED);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> position(String text) {
        if (!Digits.are(text, 5)) {
            return Optional.empty();
        }
        int position = (int) Digits.number(text);
        return position < 1 || position > LONGEST_ROW ? Optional.empty() : Optional.of(position);
    }

    private void problem(int line, String rule) {
        problems.add(place + ":" + (line + 1) + ": " + rule);
    }

    /** Columns of one segment while they are collected. */
    private final class Columns {
        private final int[] starts;
        private final int[] widths;
        private int rowLength;
        private LayoutBasis basis = LayoutBasis.PUBLISHED;

        Columns(Segment segment) {
            starts = new int[segment.elements().size()];
            widths = new int[segment.elements().size()];
            Arrays.fill(starts, -1);
        }

        void add(int line, Element element, int start, int stop, LayoutBasis columnBasis) {
            if (starts[element.field() - 1] >= 0) {
                problem(line, "the element is given twice");
            }
            if (start <= rowLength) {
                problem(line, "a column begins behind the one before it");
            }
            starts[element.field() - 1] = start - 1;
            widths[element.field() - 1] = stop - start + 1;
            rowLength = Math.max(rowLength, stop);
            basis = columnBasis.compareTo(basis) > 0 ? columnBasis : basis;
        }

        SegmentLayout layout() {
            if (given && (starts[0] != 0 || widths[0] != 8)) {
                problems.add(place + ": RECORD-ID takes the positions 1 to 8 of every segment");
            }
            return new SegmentLayout(starts, widths, rowLength, basis);
        }
    }
}
