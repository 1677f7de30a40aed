package dev.weir.tmsis.file;

import com.google.protobuf.ByteString;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a T-MSIS file row by row, in memory of one row. The encoding is found from the first row, gzip from its first
 * bytes. Malformed rows are reported by number, segment and code and passed over; a file that contradicts its header row
 * or breaks the stop rule is refused. Confined to one thread.
 */
public final class TmsisReader implements Closeable {
    /** What {@link #next} found. */
    public enum Next {
        /** A row that is ready to be taken as a record. */
        ROW,
        /** A row with a {@link #problem}. */
        MALFORMED,
        /** The end of the file, whose row count agrees with its header row. */
        END
    }

    private static final int HEADER_ID = 8;

    private final InputStream in;
    private final String place;
    private final ReadSettings settings;
    private final LineReader lines;
    private final RowText text;
    private final RowEncoder encoder = new RowEncoder();
    private final Segment[] segmentByNumber = new Segment[100];
    private final RowParser parser;
    private final FileHeader header;
    private final LineEnd lineEnd;

    private Segment segment;
    private long row;
    private long malformed;
    private @Nullable RowProblem problem;

    private TmsisReader(InputStream in, String place, ReadSettings settings) throws IOException {
        this.in = in;
        this.place = place;
        this.settings = settings;
        this.lines = new LineReader(in, place);
        this.text = new RowText(settings.charset());
        if (!lines.advance() || lines.tooLong()) {
            throw new FileRefusedException(FileProblem.NO_HEADER, place, "the first row is a header row");
        }
        this.lineEnd = endsWithReturn() ? LineEnd.CRLF : LineEnd.LF;
        this.segment = headerSegment();
        Encoding encoding = lines.length() > HEADER_ID && lines.bytes()[lines.start() + HEADER_ID] == '|'
                ? Encoding.PSV
                : Encoding.FLF;
        this.parser = encoding == Encoding.PSV ? new PsvRowParser() : new FlfRowParser(settings.layout(), place);
        this.header = readHeader(encoding);
        for (Segment candidate : Catalogue.v4().segments(segment.fileType())) {
            segmentByNumber[candidate.recordField() % 100] = candidate;
        }
    }

    /** Opens a file. */
    public static TmsisReader open(Path file, ReadSettings settings) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return open(raw, String.valueOf(file.getFileName()), settings);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Opens a stream, which is closed with the reader.
     *
     * @param place name of the file, for refusals
     */
    public static TmsisReader open(InputStream raw, String place, ReadSettings settings) throws IOException {
        return new TmsisReader(uncompressed(raw, place), place, settings);
    }

    /** Returns a stream of the bytes behind a possible gzip compression. */
    public static InputStream uncompressed(InputStream raw, String place) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, 1 << 16);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1F && buffered.read() == 0x8B;
        buffered.reset();
        try {
            return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
        } catch (EOFException | ZipException e) {
            throw new FileRefusedException(FileProblem.DAMAGED, place, "a compressed file is whole and undamaged");
        }
    }

    /** Returns what the header row says. */
    public FileHeader header() {
        return header;
    }

    /** Returns how the rows end. */
    public LineEnd lineEnd() {
        return lineEnd;
    }

    /** Returns the number of the current row; the header row is not counted, the first row behind it is 1. */
    public long row() {
        return row;
    }

    /** Returns the malformed rows so far. */
    public long malformed() {
        return malformed;
    }

    /** Returns why the current row is malformed. */
    public Optional<RowProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** Returns the segment of the current row, as far as its record id names one. */
    public Optional<Segment> segment() {
        return problem == RowProblem.SEGMENT || problem == RowProblem.EMPTY || problem == RowProblem.TOO_LONG
                ? Optional.empty()
                : Optional.of(segment);
    }

    /** Returns the bytes that {@link #writeRecord} would write for the current row. */
    public int recordSize() {
        return encoder.recordSize(segment);
    }

    /** Appends the current row as a record in wire form. */
    public void writeRecord(WireBuffer out) {
        encoder.record(segment, out);
    }

    /**
     * Moves to the next row.
     *
     * @throws FileRefusedException where the stop rule ends the file, a layout is missing, or the rows at the end are not
     *     as many as the header row says
     */
    public Next next() throws IOException {
        if (!lines.advance()) {
            requireCount();
            return Next.END;
        }
        row++;
        problem = parseRow();
        if (problem == null) {
            return Next.ROW;
        }
        malformed++;
        if (settings.stopRule().stops(malformed, row)) {
            throw new FileRefusedException(
                    FileProblem.STOP_RULE,
                    place + ": row " + row + " (" + problem + ")",
                    malformed + " of " + row + " rows are malformed, more than the stop rule allows");
        }
        return Next.MALFORMED;
    }

    private @Nullable RowProblem parseRow() throws FileRefusedException {
        if (lines.tooLong()) {
            return RowProblem.TOO_LONG;
        }
        if (lines.length() == 0) {
            return RowProblem.EMPTY;
        }
        Segment found = findSegment();
        if (found == null) {
            return RowProblem.SEGMENT;
        }
        segment = found;
        int length = lines.length();
        if (lines.terminated()) {
            if (endsWithReturn() != (lineEnd == LineEnd.CRLF)) {
                return RowProblem.LINE_END;
            }
            length -= lineEnd == LineEnd.CRLF ? 1 : 0;
        }
        if (!text.take(lines.bytes(), lines.start(), length)) {
            return RowProblem.CHARSET;
        }
        RowProblem parsed = parser.parse(segment, text, encoder);
        if (parsed == null && !encoder.valueIs(Segment.STATE_FIELD, header.state())) {
            return RowProblem.STATE;
        }
        return parsed;
    }

    /** Returns the segment that the first eight bytes of the row name; null where it is none of this file. */
    private @Nullable Segment findSegment() {
        if (lines.length() < HEADER_ID) {
            return null;
        }
        byte[] bytes = lines.bytes();
        int at = lines.start();
        String prefix = header.fileType().name();
        boolean fits = bytes[at] == prefix.charAt(0)
                && bytes[at + 1] == prefix.charAt(1)
                && bytes[at + 2] == prefix.charAt(2)
                && bytes[at + 3] == '0'
                && bytes[at + 4] == '0'
                && bytes[at + 5] == '0';
        int tens = bytes[at + 6] - '0';
        int ones = bytes[at + 7] - '0';
        if (!fits || tens < 0 || tens > 9 || ones < 0 || ones > 9) {
            return null;
        }
        Segment found = segmentByNumber[tens * 10 + ones];
        return found == null || found.header() ? null : found;
    }

    private boolean endsWithReturn() {
        return lines.length() > 0 && lines.bytes()[lines.start() + lines.length() - 1] == '\r';
    }

    private Segment headerSegment() throws FileRefusedException {
        if (lines.length() >= HEADER_ID) {
            for (FileType type : FileType.values()) {
                Segment candidate = Catalogue.v4().header(type);
                boolean same = true;
                for (int i = 0; i < HEADER_ID; i++) {
                    same &= lines.bytes()[lines.start() + i] == candidate.id().charAt(i);
                }
                if (same) {
                    return candidate;
                }
            }
        }
        throw new FileRefusedException(
                FileProblem.NO_HEADER, place, "the first row is a header row of a known file type");
    }

    private FileHeader readHeader(Encoding encoding) throws FileRefusedException {
        int length = lines.length() - (lineEnd == LineEnd.CRLF ? 1 : 0);
        RowProblem found = text.take(lines.bytes(), lines.start(), length)
                ? parser.parse(segment, text, encoder)
                : RowProblem.CHARSET;
        if (found != null) {
            throw new FileRefusedException(FileProblem.HEADER, place + ": " + segment.id(), found.rule());
        }
        WireBuffer record = new WireBuffer(1024);
        encoder.record(segment, record);
        return new HeaderReader(Catalogue.v4(), place, settings.layout().dictionary())
                .read(ByteString.copyFrom(record.array(), 0, record.size()), Optional.of(encoding));
    }

    private void requireCount() throws FileRefusedException {
        if (row != header.rows()) {
            throw new FileRefusedException(
                    FileProblem.HEADER,
                    place + ": " + Catalogue.v4().header(header.fileType()).id() + ".TOT-REC-CNT",
                    "is the number of rows behind the header row");
        }
    }

    @Override
    public void close() throws IOException {
        lines.wipe();
        in.close();
    }
}
