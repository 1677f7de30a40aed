package dev.weir.tmsis;

import dev.weir.tmsis.v4.Record;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All segments and elements of one dictionary version. Immutable; {@link #v4()} is the only instance of version 4 and
 * safe for any thread.
 */
public final class Catalogue {
    private final List<Segment> segments;
    private final Map<String, Segment> byId = new HashMap<>();
    private final Map<FileType, List<Segment>> byFile = new EnumMap<>(FileType.class);
    private final Segment[] byRecordField;

    Catalogue(List<Segment> segments) {
        this.segments = List.copyOf(segments);
        int top = 0;
        for (Segment segment : segments) {
            if (byId.put(segment.id(), segment) != null) {
                throw new IllegalStateException(segment.id() + ": segment id is used twice");
            }
            byFile.computeIfAbsent(segment.fileType(), f -> new ArrayList<>()).add(segment);
            top = Math.max(top, segment.recordField());
        }
        byFile.replaceAll((f, list) -> Collections.unmodifiableList(list));
        byRecordField = new Segment[top + 1];
        segments.forEach(s -> byRecordField[s.recordField()] = s);
    }

    /** Returns the catalogue of dictionary version 4. */
    public static Catalogue v4() {
        return Holder.V4;
    }

    /** Returns all segments, by file type and id. */
    public List<Segment> segments() {
        return segments;
    }

    /** Returns the segments of a file type, the header first. */
    public List<Segment> segments(FileType fileType) {
        return byFile.getOrDefault(fileType, List.of());
    }

    /** Returns the header segment of a file type. */
    public Segment header(FileType fileType) {
        return segments(fileType).get(0);
    }

    /** Returns the segment with an id. */
    public Optional<Segment> segment(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the segment with a field number in {@code tmsis.v4.Record}. */
    public Optional<Segment> segment(int recordField) {
        return recordField < 0 || recordField >= byRecordField.length
                ? Optional.empty()
                : Optional.ofNullable(byRecordField[recordField]);
    }

    /** Returns one more than the highest field number of a segment in {@code tmsis.v4.Record}. */
    public int recordFieldLimit() {
        return byRecordField.length;
    }

    private static final class Holder {
        static final Catalogue V4 = AnnotationReader.read(Record.getDescriptor());
    }
}
