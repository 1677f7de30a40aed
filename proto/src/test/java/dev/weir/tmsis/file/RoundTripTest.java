package dev.weir.tmsis.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.ValueType;
import dev.weir.tmsis.testing.RandomRows;
import dev.weir.tmsis.testing.TestFiles;
import dev.weir.tmsis.wire.RowCursor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read is written: byte for byte within an encoding, value for value between the two. */
class RoundTripTest {
    private static final FixedLayout LAYOUT = RandomRows.assumedLayout();

    static Stream<Segment> rows() {
        return Catalogue.v4().segments().stream().filter(s -> !s.header());
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void psv_isWrittenByteForByte(FileType type) throws Exception {
        for (LineEnd lineEnd : LineEnd.values()) {
            for (FileCharset charset : FileCharset.values()) {
                byte[] file = psv(type, 17, lineEnd, charset);
                assertArrayEquals(
                        file, copy(file, Encoding.PSV, lineEnd, charset), type + " " + lineEnd + " " + charset);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void flf_isWrittenByteForByte(FileType type) throws Exception {
        for (LineEnd lineEnd : LineEnd.values()) {
            for (FileCharset charset : FileCharset.values()) {
                byte[] psv = psv(type, 18, lineEnd, charset);
                byte[] flf = copy(asFlfHeader(psv), Encoding.FLF, lineEnd, charset);
                assertArrayEquals(flf, copy(flf, Encoding.FLF, lineEnd, charset), type + " " + lineEnd + " " + charset);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void bothEncodings_holdTheSameValues(FileType type) throws Exception {
        byte[] psv = psv(type, 19, LineEnd.LF, FileCharset.ISO_8859_1);
        byte[] flf = copy(asFlfHeader(psv), Encoding.FLF, LineEnd.LF, FileCharset.ISO_8859_1);
        List<List<String>> fromPsv = values(psv);
        List<List<String>> fromFlf = values(flf);
        assertEquals(fromPsv.size(), fromFlf.size());
        List<Segment> segments = Catalogue.v4().segments(type);
        for (int row = 0; row < fromPsv.size(); row++) {
            Segment segment = segments.get(1 + row % (segments.size() - 1));
            for (Element element : segment.elements()) {
                assertEquals(
                        comparable(element, fromPsv.get(row).get(element.field() - 1)),
                        comparable(element, fromFlf.get(row).get(element.field() - 1)),
                        element.path());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void gzip_isReadLikeThePlainFile(FileType type) throws Exception {
        byte[] psv = psv(type, 20, LineEnd.LF, FileCharset.ISO_8859_1);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(psv);
        }
        assertArrayEquals(psv, copy(compressed.toByteArray(), Encoding.PSV, LineEnd.LF, FileCharset.ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everySegment_hasALayoutOrIsRefusedWithoutOne(Segment segment) {
        // Nobody has published all positions of these; COT00003 has four bytes that nobody can explain.
        boolean unpublished = List.of(
                        "ELG00003",
                        "ELG00005",
                        "MCR00010",
                        "CRX00003",
                        "COT00003",
                        "FTX00002",
                        "FTX00003",
                        "FTX00004",
                        "FTX00005",
                        "FTX00006",
                        "FTX00007",
                        "FTX00008",
                        "FTX00009",
                        "FTX00095")
                .contains(segment.id());
        assertEquals(!unpublished, FixedLayout.builtIn().knows(segment), segment.id());
    }

    private static Object comparable(Element element, String value) {
        boolean number = element.type() == ValueType.DECIMAL || element.type() == ValueType.DIGITS;
        return number && !value.isEmpty() ? new BigDecimal(value).stripTrailingZeros() : value;
    }

    private static byte[] psv(FileType type, long seed, LineEnd lineEnd, FileCharset charset) {
        RandomRows random = new RandomRows(seed, "06");
        List<List<String>> rows = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (Segment segment : Catalogue.v4().segments(type)) {
                if (!segment.header()) {
                    rows.add(random.row(segment, rows.size() + 1));
                }
            }
        }
        Charset set = charset == FileCharset.UTF_8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return TestFiles.psv(random.header(type, "PSV", rows.size()), rows, lineEnd.text(), set);
    }

    private static byte[] asFlfHeader(byte[] psv) {
        String text = new String(psv, StandardCharsets.ISO_8859_1);
        return text.replaceFirst("\\|PSV\\|", "|FLF|").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads a file and writes it in an encoding; the header row must already name that encoding. */
    private static byte[] copy(byte[] file, Encoding encoding, LineEnd lineEnd, FileCharset charset) throws Exception {
        boolean relabelled = encoding == Encoding.FLF && isPsv(file);
        byte[] readable = relabelled ? asPsvHeader(file) : file;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReadSettings settings = new ReadSettings(charset, LAYOUT, StopRule.DEFAULT);
        try (TmsisReader reader = TmsisReader.open(new ByteArrayInputStream(readable), "test", settings);
                TmsisWriter writer = new TmsisWriter(
                        out, new WriteSettings(encoding, charset, lineEnd, LAYOUT, WriteSettings.RowMode.AS_READ))) {
            assertEquals(lineEnd, reader.lineEnd());
            byte[] header = reader.header().record().toByteArray();
            if (relabelled) {
                header = TestFiles.relabel(header, "FLF");
            }
            writer.row(header, 0, header.length);
            var record = new dev.weir.tmsis.wire.WireBuffer(1024);
            while (reader.next() == TmsisReader.Next.ROW) {
                record.clear();
                reader.writeRecord(record);
                assertEquals(record.size(), reader.recordSize());
                writer.row(record.array(), 0, record.size());
            }
            assertEquals(0, reader.malformed());
        }
        return out.toByteArray();
    }

    private static boolean isPsv(byte[] file) {
        return file[8] == '|';
    }

    private static byte[] asPsvHeader(byte[] psv) {
        String text = new String(psv, StandardCharsets.ISO_8859_1);
        return text.replaceFirst("\\|FLF\\|", "|PSV|").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<List<String>> values(byte[] file) throws IOException, Exception {
        List<List<String>> rows = new ArrayList<>();
        ReadSettings settings = new ReadSettings(FileCharset.ISO_8859_1, LAYOUT, StopRule.DEFAULT);
        RowCursor cursor = new RowCursor(Catalogue.v4());
        try (TmsisReader reader = TmsisReader.open(new ByteArrayInputStream(file), "test", settings)) {
            var buffer = new dev.weir.tmsis.wire.WireBuffer(1024);
            while (reader.next() == TmsisReader.Next.ROW) {
                buffer.clear();
                reader.writeRecord(buffer);
                Segment segment = cursor.start(buffer.array(), 0, buffer.size());
                List<String> row = new ArrayList<>(
                        java.util.Collections.nCopies(segment.elements().size(), ""));
                while (cursor.next()) {
                    row.set(
                            cursor.field() - 1,
                            new String(
                                    buffer.array(),
                                    cursor.valueOffset(),
                                    cursor.valueLength(),
                                    StandardCharsets.UTF_8));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
