package dev.weir.tmsis.file;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Positions of the segments of fixed-length files. The built-in layout knows the segments whose widths were published;
 * for the others an operator gives a layout file. Immutable.
 */
public final class FixedLayout {
    private final Map<String, SegmentLayout> segments;
    private final String dictionary;

    FixedLayout(Map<String, SegmentLayout> segments, String dictionary) {
        this.segments = Map.copyOf(segments);
        this.dictionary = dictionary;
    }

    /** Returns the layout of dictionary version 4, as far as it was published. */
    public static FixedLayout builtIn() {
        return Holder.BUILT_IN;
    }

    /**
     * Returns this layout with the segments of a layout file in place of its own.
     *
     * <p>The file is CSV with the columns {@code segment,element,name,start,stop,basis}; positions count characters from
     * 1, the basis is {@code published}, {@code derived} or {@code assumed}. A segment is given whole. An optional first
     * line {@code # dictionary: PREFIX} says which DATA-DICTIONARY-VERSION it describes.
     *
     * @param place name of the file, for refusals
     * @throws LayoutRefusedException with all problems of the file
     */
    public FixedLayout with(String place, List<String> lines) throws LayoutRefusedException {
        FixedLayout given = new LayoutReader(Catalogue.v4(), place, true).read(lines);
        Map<String, SegmentLayout> merged = new HashMap<>(segments);
        merged.putAll(given.segments);
        return new FixedLayout(merged, given.dictionary.isEmpty() ? dictionary : given.dictionary);
    }

    Optional<SegmentLayout> segment(Segment segment) {
        return Optional.ofNullable(segments.get(segment.id()));
    }

    /** Returns whether the layout knows a segment. */
    public boolean knows(Segment segment) {
        return segments.containsKey(segment.id());
    }

    /** Returns what the positions of a segment rest on, if the layout knows it. */
    public Optional<LayoutBasis> basis(Segment segment) {
        return segment(segment).map(SegmentLayout::basis);
    }

    /** Returns the characters of a row of a segment, if the layout knows it. */
    public Optional<Integer> rowLength(Segment segment) {
        return segment(segment).map(SegmentLayout::rowLength);
    }

    /** Returns how a DATA-DICTIONARY-VERSION begins that this layout describes; empty for version 4. */
    public String dictionary() {
        return dictionary;
    }

    private static final class Holder {
        static final FixedLayout BUILT_IN = read();

        private static FixedLayout read() {
            try (InputStream in = FixedLayout.class.getResourceAsStream("flf-v4.csv")) {
                if (in == null) {
                    throw new IllegalStateException("flf-v4.csv: the built-in layout is missing");
                }
                List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                        .lines()
                        .toList();
                return new LayoutReader(Catalogue.v4(), "flf-v4.csv", false).read(lines);
            } catch (IOException e) {
                throw new UncheckedIOException("flf-v4.csv: the built-in layout cannot be read", e);
            } catch (LayoutRefusedException e) {
                throw new IllegalStateException("flf-v4.csv: the built-in layout is malformed", e);
            }
        }
    }
}
