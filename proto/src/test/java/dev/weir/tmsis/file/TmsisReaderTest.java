package dev.weir.tmsis.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.testing.RandomRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TmsisReaderTest {
    private static final Segment PERSON = Catalogue.v4().segment("ELG00002").orElseThrow();
    private static final Segment CONTACT = Catalogue.v4().segment("ELG00004").orElseThrow();
    private final RandomRows random = new RandomRows(5, "06");

    private String header(long rows) {
        return String.join("|", random.header(FileType.ELG, "PSV", rows)) + "\n";
    }

    private String person(long number) {
        return String.join("|", random.row(PERSON, number)) + "\n";
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "COLUMNS,  ELG00002|06|1|A",
        "COLUMNS,  ELG00002|06|1||||||||||||",
        "SEGMENT,  ELG00019|06|1|A",
        "SEGMENT,  CIP00002|06|1|A",
        "SEGMENT,  ELG00001|06|1|A",
        "SEGMENT,  ELG0000",
        "SEGMENT,  hello world",
        "STATE,    ELG00002|53|1||||||||||",
        "LINE_END, ELG00002|06|1||||||||||<CR>"
    })
    void malformedRow_isReportedByNumberSegmentAndCode(RowProblem problem, String row) throws IOException {
        try (TmsisReader reader = open(header(3) + person(1) + row.replace("<CR>", "\r") + "\n" + person(3))) {
            assertEquals(TmsisReader.Next.ROW, reader.next());
            assertEquals(TmsisReader.Next.MALFORMED, reader.next());
            assertEquals(2, reader.row());
            assertEquals(problem, reader.problem().orElseThrow());
            assertEquals(TmsisReader.Next.ROW, reader.next());
            assertTrue(reader.problem().isEmpty());
            assertEquals(TmsisReader.Next.END, reader.next());
            assertEquals(1, reader.malformed());
        }
    }

    @Test
    void emptyRow_isMalformed() throws IOException {
        try (TmsisReader reader = open(header(2) + "\n" + person(2))) {
            assertEquals(TmsisReader.Next.MALFORMED, reader.next());
            assertEquals(RowProblem.EMPTY, reader.problem().orElseThrow());
            assertTrue(reader.segment().isEmpty());
        }
    }

    @Test
    void rowOfAMegabyte_isMalformedAndPassedOver() throws IOException {
        try (TmsisReader reader = open(header(2) + "ELG00002|" + "x".repeat(1_000_000) + "\n" + person(2))) {
            assertEquals(TmsisReader.Next.MALFORMED, reader.next());
            assertEquals(RowProblem.TOO_LONG, reader.problem().orElseThrow());
            assertEquals(TmsisReader.Next.ROW, reader.next());
            assertEquals(TmsisReader.Next.END, reader.next());
        }
    }

    @Test
    void bytesThatAreNotUtf8_areMalformed() throws IOException {
        byte[] file = (header(1) + "ELG00002|06|1|A|\u00C9||||||||\n").getBytes(StandardCharsets.ISO_8859_1);
        ReadSettings utf8 = new ReadSettings(FileCharset.UTF_8, FixedLayout.builtIn(), StopRule.DEFAULT);
        try (TmsisReader reader = TmsisReader.open(new ByteArrayInputStream(file), "f", utf8)) {
            assertEquals(TmsisReader.Next.MALFORMED, reader.next());
            assertEquals(RowProblem.CHARSET, reader.problem().orElseThrow());
        }
    }

    @Test
    void lastRowWithoutLineEnd_isRead() throws IOException {
        String row = person(1);
        try (TmsisReader reader = open(header(1) + row.substring(0, row.length() - 1))) {
            assertEquals(TmsisReader.Next.ROW, reader.next());
            assertEquals(TmsisReader.Next.END, reader.next());
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "FILE-ENCODING-SPECIFICATION, FLF",
        "FILE-ENCODING-SPECIFICATION, CSV",
        "FILE-NAME, CLAIM-IP",
        "FILE-NAME, ''",
        "DATA-DICTIONARY-VERSION, V3.0.0",
        "START-OF-TIME-PERIOD, 20261002",
        "END-OF-TIME-PERIOD, 20261030",
        "END-OF-TIME-PERIOD, 20261131",
        "END-OF-TIME-PERIOD, 20261231",
        "FILE-STATUS-INDICATOR, X",
        "SUBMITTING-STATE, CA",
        "TOT-REC-CNT, many"
    })
    void headerThatContradictsTheFile_isRefused(String element, String value) {
        List<String> columns = random.header(FileType.ELG, "PSV", 0);
        int field = Catalogue.v4()
                .header(FileType.ELG)
                .element(element)
                .orElseThrow()
                .field();
        columns.set(field - 1, value);
        FileRefusedException refused =
                assertThrows(FileRefusedException.class, () -> open(String.join("|", columns) + "\n"));
        assertEquals(FileProblem.HEADER, refused.problem());
        assertEquals("ELIGIBLE.psv: ELG00001." + element, refused.place());
    }

    @Test
    void countThatDoesNotMatch_isRefusedAtTheEnd() throws IOException {
        try (TmsisReader reader = open(header(2) + person(1))) {
            assertEquals(TmsisReader.Next.ROW, reader.next());
            FileRefusedException refused = assertThrows(FileRefusedException.class, reader::next);
            assertEquals("ELIGIBLE.psv: ELG00001.TOT-REC-CNT", refused.place());
        }
    }

    @Test
    void fileWithoutHeader_isRefused() {
        for (String text : List.of("", "\n", person(1), "not a T-MSIS file", "ELG00001")) {
            FileRefusedException refused = assertThrows(FileRefusedException.class, () -> open(text));
            assertTrue(
                    refused.problem() == FileProblem.NO_HEADER || refused.problem() == FileProblem.HEADER,
                    refused.getMessage());
        }
    }

    @Test
    void stopRule_endsAFileOfGarbage() throws IOException {
        String garbage = "ELG00002|short\n".repeat(500);
        try (TmsisReader reader = open(header(500) + garbage)) {
            FileRefusedException refused = assertThrows(FileRefusedException.class, () -> {
                while (reader.next() != TmsisReader.Next.END) {
                    reader.row();
                }
            });
            assertEquals(FileProblem.STOP_RULE, refused.problem());
            assertEquals(101, reader.row());
        }
    }

    @Test
    void damagedGzip_isRefused() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            StringBuilder rows = new StringBuilder(header(5000));
            for (int i = 0; i < 5000; i++) {
                rows.append(person(i));
            }
            gzip.write(rows.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        byte[] cut = Arrays.copyOf(compressed.toByteArray(), compressed.size() / 2);
        FileRefusedException refused = assertThrows(FileRefusedException.class, () -> readAll(cut));
        assertEquals(FileProblem.DAMAGED, refused.problem());
    }

    @Test
    void flfWithoutPublishedPositions_isRefusedUntilALayoutIsGiven() throws IOException {
        Segment unpublished = Catalogue.v4().segment("ELG00003").orElseThrow();
        String file = flf(random.header(FileType.ELG, "FLF", 1), FileType.ELG) + "ELG00003" + " ".repeat(900) + "\n";
        try (TmsisReader reader = open(file)) {
            FileRefusedException refused = assertThrows(FileRefusedException.class, reader::next);
            assertEquals(FileProblem.LAYOUT, refused.problem());
            assertEquals("ELIGIBLE.psv: ELG00003", refused.place());
        }
        int length = RandomRows.assumedLayout().rowLength(unpublished).orElseThrow();
        String whole = flf(random.header(FileType.ELG, "FLF", 1), FileType.ELG)
                + "ELG0000306"
                + " ".repeat(length - 10)
                + "\n";
        ReadSettings settings = new ReadSettings(FileCharset.ISO_8859_1, RandomRows.assumedLayout(), StopRule.DEFAULT);
        try (TmsisReader reader = TmsisReader.open(stream(whole), "f", settings)) {
            assertEquals(TmsisReader.Next.ROW, reader.next());
            assertEquals(TmsisReader.Next.END, reader.next());
        }
    }

    @Test
    void flfRow_ofAnotherLengthOrWithLettersInANumber_isMalformed() throws IOException {
        String header = flf(random.header(FileType.ELG, "FLF", 2), FileType.ELG);
        int length = FixedLayout.builtIn().rowLength(CONTACT).orElseThrow();
        String shortRow = "ELG0000406" + " ".repeat(length - 11) + "\n";
        String letters = "ELG0000406" + "1a         " + " ".repeat(length - 21) + "\n";
        try (TmsisReader reader = open(header + shortRow + letters)) {
            assertEquals(TmsisReader.Next.MALFORMED, reader.next());
            assertEquals(RowProblem.LENGTH, reader.problem().orElseThrow());
            assertEquals(TmsisReader.Next.MALFORMED, reader.next());
            assertEquals(RowProblem.NUMBER, reader.problem().orElseThrow());
        }
    }

    /** Whatever the bytes, a reader ends with a refusal or reads to the end; it never throws anything else. */
    @Test
    void randomBytes_neverBreakTheReader() throws IOException {
        Random source = new Random(20261101);
        byte[] good = (header(3) + person(1) + person(2) + person(3)).getBytes(StandardCharsets.ISO_8859_1);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i <= source.nextInt(6); i++) {
                bad[source.nextInt(bad.length)] = (byte) source.nextInt(256);
            }
            try {
                readAll(Arrays.copyOf(bad, 1 + source.nextInt(bad.length)));
            } catch (FileRefusedException e) {
                refused++;
            }
        }
        assertTrue(refused > 100, "most damaged files contradict their header");
    }

    @Test
    void refusals_neverHoldAValue() throws IOException {
        String secret = "900-55-1234";
        List<String> files = new ArrayList<>();
        for (int field = 1; field <= 15; field++) {
            List<String> columns = random.header(FileType.ELG, "PSV", 1);
            columns.set(field - 1, secret);
            files.add(String.join("|", columns) + "\n" + secret + "\n");
        }
        files.add(header(1) + "ELG00002|" + secret + "\n");
        for (String file : files) {
            try {
                readAll(file.getBytes(StandardCharsets.ISO_8859_1));
            } catch (FileRefusedException e) {
                assertFalse(e.toString().contains(secret), "a refusal holds a value");
                assertEquals(null, e.getCause());
            }
        }
    }

    private String flf(List<String> header, FileType type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WriteSettings settings = new WriteSettings(
                Encoding.FLF, FileCharset.ISO_8859_1, LineEnd.LF, FixedLayout.builtIn(), WriteSettings.RowMode.AS_READ);
        try (TmsisWriter writer = new TmsisWriter(out, settings)) {
            byte[] record = RandomRows.record(Catalogue.v4().header(type), header);
            writer.row(record, 0, record.length);
        } catch (IOException | dev.weir.tmsis.wire.WireFaultException e) {
            throw new AssertionError("a header row is written", e);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static void readAll(byte[] file) throws IOException {
        try (TmsisReader reader = TmsisReader.open(new ByteArrayInputStream(file), "f", ReadSettings.DEFAULT)) {
            while (reader.next() != TmsisReader.Next.END) {
                reader.row();
            }
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static TmsisReader open(String text) throws IOException {
        return TmsisReader.open(stream(text), "ELIGIBLE.psv", ReadSettings.DEFAULT);
    }
}
