package dev.weir.tmsis.file;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Writes records as rows of a T-MSIS file, one at a time. Records are in canonical form. Confined to one thread.
 *
 * @see FeedFile for whole minimized files
 */
public final class TmsisWriter implements Closeable {
    private static final int FLUSH_AT = 1 << 16;

    private final OutputStream out;
    private final WriteSettings settings;
    private final RowRenderer renderer;
    private final RowCursor cursor = new RowCursor(Catalogue.v4());
    private final WireBuffer pending = new WireBuffer(FLUSH_AT + 8192);
    private final byte[] number = new byte[RECORD_NUMBER_WIDTH];
    private long rows;

    /** Digits of RECORD-NUMBER and TOT-REC-CNT. */
    static final int RECORD_NUMBER_WIDTH = 11;

    /** Creates a writer; the stream is closed with it. */
    public TmsisWriter(OutputStream out, WriteSettings settings) {
        this.out = out;
        this.settings = settings;
        this.renderer = RowRenderer.of(settings);
    }

    /** Returns the rows written, without the header row. */
    public long rows() {
        return rows;
    }

    /** Returns how often a value was left blank because it is wider than its element, by segment and element. */
    public Map<String, Long> blanked() {
        return Map.copyOf(renderer.blanked());
    }

    /**
     * Writes one record as a row.
     *
     * @throws UnrenderableException where the file cannot hold a value
     * @throws WireFaultException where the record is not in canonical form
     */
    public void row(byte[] bytes, int offset, int length) throws IOException, WireFaultException {
        int before = pending.size();
        Segment segment = cursor.start(bytes, offset, length);
        try {
            renderer.begin(segment, pending);
            boolean numbered = settings.rows() == WriteSettings.RowMode.AS_READ || segment.header();
            while (cursor.next()) {
                if (!numbered && cursor.field() >= Segment.RECORD_NUMBER_FIELD) {
                    putRecordNumber(segment);
                    numbered = true;
                    if (cursor.field() == Segment.RECORD_NUMBER_FIELD) {
                        continue;
                    }
                }
                renderer.column(
                        segment.element(cursor.field()), bytes, cursor.valueOffset(), cursor.valueLength(), pending);
            }
            if (!numbered) {
                putRecordNumber(segment);
            }
            renderer.end(pending);
        } catch (IOException | WireFaultException e) {
            pending.truncate(before);
            throw e;
        }
        if (!segment.header()) {
            rows++;
        }
        lineEnd();
        if (pending.size() >= FLUSH_AT) {
            flush();
        }
    }

    private void putRecordNumber(Segment segment) throws UnrenderableException {
        long rest = rows + 1;
        for (int i = RECORD_NUMBER_WIDTH - 1; i >= 0; i--) {
            number[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        renderer.column(segment.element(Segment.RECORD_NUMBER_FIELD), number, 0, RECORD_NUMBER_WIDTH, pending);
    }

    private void lineEnd() {
        for (char c : settings.lineEnd().text().toCharArray()) {
            pending.put(c);
        }
    }

    /** Hands everything written so far to the stream. */
    void flush() throws IOException {
        out.write(pending.array(), 0, pending.size());
        pending.clear();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }
}
