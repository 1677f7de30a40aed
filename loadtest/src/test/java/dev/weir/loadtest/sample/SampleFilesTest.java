package dev.weir.loadtest.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LayoutBasis;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.v4.Record;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of the sample: the same every time, the committed ones, readable in both encodings. */
class SampleFilesTest {
    private static final ReadSettings READ =
            new ReadSettings(FileCharset.ISO_8859_1, AssumedLayout.layout(), ReadSettings.DEFAULT.stopRule());

    @Test
    void sample_madeTwice_hasTheSameBytes(@TempDir Path first, @TempDir Path second) throws IOException {
        List<SampleFiles.Written> written = new SampleFiles(StateMonth.sample()).write(first);
        new SampleFiles(StateMonth.sample()).write(second);
        for (SampleFiles.Written file : written) {
            Path name = first.relativize(file.path());
            assertArrayEquals(
                    Files.readAllBytes(file.path()), Files.readAllBytes(second.resolve(name)), name.toString());
        }
    }

    @Test
    void committedSample_isWhatTheGeneratorMakesNow(@TempDir Path made) throws IOException {
        if (Boolean.getBoolean("weir.writeGolden")) {
            new SampleFiles(StateMonth.sample()).write(TestSample.COMMITTED);
        }
        for (SampleFiles.Written file : new SampleFiles(StateMonth.sample()).write(made)) {
            Path name = made.relativize(file.path());
            assertEquals(
                    -1,
                    Files.mismatch(file.path(), TestSample.COMMITTED.resolve(name)),
                    name + " differs: make the sample again with loadtest/loadtest sample and read the difference");
        }
    }

    @Test
    void otherSeed_makesOtherPeople() {
        Set<String> people = people(new StateMonth(7, StateSize.SAMPLE));
        people.retainAll(people(StateMonth.sample()));
        assertEquals(Set.of(), people);
    }

    private static Set<String> people(StateMonth month) {
        return month.rows(FileType.ELG).stream()
                .map(r -> r.value("MSIS-IDENTIFICATION-NUM"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void sample_isSmall(@TempDir Path made) throws IOException {
        List<SampleFiles.Written> written = new SampleFiles(StateMonth.sample()).write(made);
        long rows = written.stream()
                .filter(w -> w.path().startsWith(made.resolve("psv")))
                .mapToLong(SampleFiles.Written::rows)
                .sum();
        long bytes = written.stream()
                .filter(w -> w.path().startsWith(made.resolve("flf")))
                .mapToLong(SampleFiles.Written::bytes)
                .sum();
        assertTrue(rows >= 3_000 && rows <= 5_000, rows + " rows");
        assertTrue(bytes < 8_000_000, bytes + " bytes");
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void file_inBothEncodings_readsBackWithTheSameValues(FileType type) throws Exception {
        List<Record> psv = read(type, Encoding.PSV);
        List<Record> flf = read(type, Encoding.FLF);
        assertEquals(psv.size(), flf.size());
        for (int i = 0; i < psv.size(); i++) {
            assertEquals(psv.get(i), flf.get(i), type + " row " + (i + 1));
        }
        assertEquals(StateMonth.sample().rows(type).size(), psv.size());
    }

    /** Reads a committed file to its end, which fails where the header row counts other rows. */
    private static List<Record> read(FileType type, Encoding encoding) throws Exception {
        String extension = encoding.name().toLowerCase(Locale.ROOT);
        Path file = TestSample.COMMITTED.resolve(extension).resolve(SampleFiles.baseName(type) + "." + extension);
        List<Record> records = new ArrayList<>();
        try (TmsisReader reader = TmsisReader.open(file, READ)) {
            assertEquals(type, reader.header().fileType());
            assertEquals(encoding, reader.header().encoding());
            assertEquals("2026-10", reader.header().period());
            assertTrue(reader.header().test());
            WireBuffer record = new WireBuffer(4096);
            while (reader.next() == TmsisReader.Next.ROW) {
                record.clear();
                reader.writeRecord(record);
                records.add(Record.parseFrom(record.toByteArray()));
            }
            assertEquals(0, reader.malformed());
            assertEquals(reader.header().rows(), records.size());
        }
        return records;
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void file_numbersItsRowsFromOne(FileType type) throws IOException {
        List<String> lines =
                TestSample.lines(TestSample.COMMITTED.resolve("psv").resolve(SampleFiles.baseName(type) + ".psv"));
        for (int i = 1; i < lines.size(); i++) {
            assertEquals(String.format(Locale.ROOT, "%011d", i), lines.get(i).split("\\|", -1)[2]);
        }
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void everyHeader_saysSynthetic(FileType type) throws IOException {
        Path psv = TestSample.COMMITTED.resolve("psv").resolve(SampleFiles.baseName(type) + ".psv");
        String header = TestSample.lines(psv).get(0);
        assertTrue(header.contains("|SYNTHETIC|"), header);
        assertTrue(header.endsWith("|" + HeaderRow.NOTATION), header);
    }

    @Test
    void layout_listsExactlyTheSegmentsThatNobodyPublished() {
        List<String> listed = AssumedLayout.lines().stream()
                .filter(l -> !l.startsWith("#"))
                .skip(1)
                .map(l -> l.substring(0, 8))
                .distinct()
                .toList();
        List<String> unknown = Catalogue.v4().segments().stream()
                .filter(s -> !FixedLayout.builtIn().knows(s))
                .map(Segment::id)
                .toList();
        assertEquals(unknown, listed);
        for (Segment segment : Catalogue.v4().segments()) {
            assertEquals(
                    unknown.contains(segment.id()),
                    AssumedLayout.layout().basis(segment).orElseThrow() == LayoutBasis.ASSUMED,
                    segment.id());
        }
    }
}
