package dev.weir.loadtest.month;

import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All rows of a month by file and index. Equal seeds and plans give equal rows; a row does not depend on the plan's size,
 * only on how many copies of the sample's people there are. Nothing is stored but the sample. Immutable and safe for any
 * thread.
 */
public final class StateRows {
    private static final int RECORDS_TAG = Varints.lengthTag(3);

    private final MonthPlan plan;
    private final Map<FileType, Template[]> templates = new EnumMap<>(FileType.class);
    private final long peopleCopies;

    /** Prepares the rows of a plan. */
    public StateRows(MonthPlan plan) {
        this.plan = plan;
        Templates.all(plan.seed(), plan.ansi())
                .forEach((type, rows) -> templates.put(type, rows.toArray(Template[]::new)));
        this.peopleCopies = Math.max(1, copies(FileType.ELG));
    }

    private long copies(FileType type) {
        long size = templates(type).length;
        return (plan.rows(type) + size - 1) / size;
    }

    private Template[] templates(FileType type) {
        return templates.getOrDefault(type, new Template[0]);
    }

    /** Returns the plan. */
    public MonthPlan plan() {
        return plan;
    }

    /** Returns the rows of the sample's file, after which other people follow. */
    public static Map<FileType, Integer> sampleRows() {
        Map<FileType, Integer> rows = new EnumMap<>(FileType.class);
        Templates.all(0, "06").forEach((type, list) -> rows.put(type, list.size()));
        return rows;
    }

    /** Returns the segment of a row. */
    public Segment segment(FileType type, long index) {
        Template[] rows = templates(type);
        return rows[(int) (index % rows.length)].segment();
    }

    /** Appends a row as a record in wire form. */
    public void record(FileType type, long index, WireBuffer out) {
        Template[] rows = templates(type);
        long copy = index / rows.length;
        rows[(int) (index % rows.length)].write(index + 1, copy, copy % peopleCopies, out);
    }

    /** Appends rows as the records of a chunk, each with its tag and length. */
    public void records(FileType type, long from, int count, WireBuffer out) {
        Template[] rows = templates(type);
        for (long index = from; index < from + count; index++) {
            out.put(RECORDS_TAG);
            out.putVarint(rows[(int) (index % rows.length)].bytes().length);
            record(type, index, out);
        }
    }

    /** Returns the mean bytes of a row as a record. */
    public double meanBytes(FileType type) {
        return List.of(templates(type)).stream()
                .mapToInt(t -> t.bytes().length)
                .average()
                .orElse(0);
    }
}
