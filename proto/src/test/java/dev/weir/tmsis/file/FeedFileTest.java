package dev.weir.tmsis.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.testing.RandomRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedFileTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final Segment DETERMINANTS =
            Catalogue.v4().segment("ELG00005").orElseThrow();

    private static final List<String> ENDINGS = List.of("", ".psv", ".flf", ".gz", ".txt", ".PSV");

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void header_saysWhatBecameOfTheFile_andRowsAreNumberedAnew(Encoding encoding) throws Exception {
        Path target = dir.resolve("ELIGIBLE." + encoding);
        RandomRows random = new RandomRows(3, "06");
        List<String> header = random.header(FileType.ELG, encoding == Encoding.PSV ? "FLF" : "PSV", 99);
        header.set(11, "1");
        try (FeedFile feed = new FeedFile(target, header(header), DIGEST, settings(encoding))) {
            for (int i = 0; i < 3; i++) {
                byte[] row = RandomRows.record(DETERMINANTS, List.of("ELG00005", "06", "", "TAW2WWQ7G7LHER2SOKVX"));
                feed.row(row, 0, row.length);
            }
            assertFalse(Files.exists(target), "a file appears when it is finished");
            feed.finish();
            assertEquals(3, feed.rows());
        }
        ReadSettings read = new ReadSettings(FileCharset.ISO_8859_1, RandomRows.assumedLayout(), StopRule.DEFAULT);
        try (TmsisReader reader = TmsisReader.open(target, read)) {
            assertEquals(3, reader.header().rows());
            assertEquals(encoding, reader.header().encoding());
            var row =
                    dev.weir.tmsis.v4.Record.parseFrom(reader.header().record()).getFileHeaderRecordEligibility();
            assertEquals("0", row.getSsnIndicator());
            assertEquals("SMP1 MINIMIZED 0123456789abcdef", row.getStateNotation());
            for (int i = 1; i <= 3; i++) {
                assertEquals(TmsisReader.Next.ROW, reader.next());
                var buffer = new dev.weir.tmsis.wire.WireBuffer(256);
                reader.writeRecord(buffer);
                assertEquals(
                        String.format("%011d", i),
                        dev.weir.tmsis.v4.Record.parseFrom(buffer.toByteArray())
                                .getEligibilityDeterminants()
                                .getRecordNumber());
            }
            assertEquals(TmsisReader.Next.END, reader.next());
        }
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void tokenWiderThanItsElement_isLeftBlankAndCounted(Encoding encoding) throws Exception {
        Path target = dir.resolve("ELIGIBLE");
        byte[] row = RandomRows.record(
                DETERMINANTS, List.of("ELG00005", "06", "", "TAW2WWQ7G7LHER2SOKVX", "TAC7QKZVMJM7B37ZMHHD"));
        ByteString header = header(new RandomRows(3, "06").header(FileType.ELG, "PSV", 1));
        try (FeedFile feed = new FeedFile(target, header, DIGEST, settings(encoding))) {
            feed.row(row, 0, row.length);
            assertEquals(Map.of("ELG00005.MSIS-CASE-NUM", 1L), feed.blanked());
            feed.finish();
        }
        String text = Files.readString(target, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("TAW2WWQ7G7LHER2SOKVX"));
        assertFalse(text.contains("TAC7QKZVMJM7"));
    }

    @Test
    void names_haveTheEndingOfTheEncoding_andNeverCollide() {
        assertEquals(
                List.of("A.flf", "B.flf", "C.D.flf", "E.csv.flf"),
                FeedFile.names(List.of("A.psv", "B.PSV.gz", "C.D", "E.csv"), Encoding.FLF));
        assertEquals(
                List.of("A.psv.psv", "A.flf.psv", "B.psv"),
                FeedFile.names(List.of("A.psv", "A.flf", "B.dat"), Encoding.PSV));
        assertEquals(
                List.of("A.psv.psv", "A.flf.psv", "A.psv.psv.psv"),
                FeedFile.names(List.of("A.psv", "A.flf", "A.psv.psv"), Encoding.PSV));
        Random random = new Random(9);
        for (int i = 0; i < 2_000; i++) {
            Set<String> inputs = new TreeSet<>();
            while (inputs.size() < 8) {
                inputs.add("A" + ENDINGS.get(random.nextInt(ENDINGS.size()))
                        + ENDINGS.get(random.nextInt(ENDINGS.size())));
            }
            List<String> names = FeedFile.names(List.copyOf(inputs), Encoding.PSV);
            assertEquals(inputs.size(), Set.copyOf(names).size(), () -> inputs + " become " + names);
        }
    }

    @Test
    void unfinishedFile_leavesNothing() throws Exception {
        Path target = dir.resolve("ELIGIBLE");
        ByteString header = header(new RandomRows(3, "06").header(FileType.ELG, "PSV", 1));
        try (FeedFile feed = new FeedFile(target, header, DIGEST, settings(Encoding.PSV))) {
            assertEquals(0, feed.rows());
        }
        try (var files = Files.list(dir)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void valueThatAFileCannotHold_isNamedByPlaceOnly() throws Exception {
        Segment claim = Catalogue.v4().segment("COT00002").orElseThrow();
        int amount = claim.element("TOT-BILLED-AMT").orElseThrow().field();
        String[] columns = new String[claim.elements().size()];
        java.util.Arrays.fill(columns, "");
        columns[0] = "COT00002";
        columns[1] = "06";
        columns[amount - 1] = "12.345";
        byte[] row = RandomRows.record(claim, List.of(columns));
        ByteString header = ByteString.copyFrom(RandomRows.record(
                Catalogue.v4().header(FileType.COT), new RandomRows(3, "06").header(FileType.COT, "FLF", 1)));
        try (FeedFile feed = new FeedFile(dir.resolve("x"), header, DIGEST, settings(Encoding.FLF))) {
            UnrenderableException refused =
                    assertThrows(UnrenderableException.class, () -> feed.row(row, 0, row.length));
            assertEquals("COT00002.TOT-BILLED-AMT", refused.place());
            assertFalse(refused.toString().contains("345"));
            assertEquals(0, feed.rows());
        }
    }

    private static ByteString header(List<String> columns) {
        return ByteString.copyFrom(RandomRows.record(Catalogue.v4().header(FileType.ELG), columns));
    }

    private static WriteSettings settings(Encoding encoding) {
        return new WriteSettings(
                encoding, FileCharset.ISO_8859_1, LineEnd.LF, RandomRows.assumedLayout(), WriteSettings.RowMode.FEED);
    }
}
