package dev.weir.tmsis.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.tmsis.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutReaderTest {
    private static final String COLUMNS = "segment,element,name,start,stop,basis";

    @Test
    void allProblems_areReportedAtOnceWithFileAndLine() {
        LayoutRefusedException refused = assertThrows(
                LayoutRefusedException.class,
                () -> FixedLayout.builtIn()
                        .with(
                                "ours.csv",
                                List.of(
                                        COLUMNS,
                                        "MCR00010,MCR114,RECORD-ID,1,8,assumed",
                                        "MCR00099,,RECORD-ID,1,8,assumed",
                                        "MCR00010,MCR115,SUBMITTING-STATES,9,10,assumed",
                                        "MCR00010,MCR115,SUBMITTING-STATE,8,10,assumed",
                                        "MCR00010,MCR116,RECORD-NUMBER,11,,assumed",
                                        "MCR00010,MCR116,RECORD-NUMBER,11,21,guessed",
                                        "MCR00010,MCR117",
                                        "MCR00010,MCR114,RECORD-ID,50,58,derived")));
        assertEquals(
                List.of(
                        "ours.csv:3: the segment is not in the dictionary",
                        "ours.csv:4: the element is not in the segment",
                        "ours.csv:5: a column begins behind the one before it",
                        "ours.csv:6: start and stop are positions from 1 to 32768, stop not before start",
                        "ours.csv:7: the basis is published, derived or assumed",
                        "ours.csv:8: a line has six columns",
                        "ours.csv:9: the element is given twice"),
                refused.problems());
    }

    @Test
    void givenSegment_replacesTheBuiltInOneAndKeepsItsWeakestBasis() throws LayoutRefusedException {
        FixedLayout layout = FixedLayout.builtIn()
                .with(
                        "v3.csv",
                        List.of(
                                "# Positions of a test.",
                                "# dictionary: V3",
                                COLUMNS,
                                "ELG00021,ELG248,RECORD-ID,1,8,published",
                                "ELG00021,ELG249,SUBMITTING-STATE,9,10,derived",
                                "ELG00021,ELG251,MSIS-IDENTIFICATION-NUM,30,49,assumed"));
        var segment = Catalogue.v4().segment("ELG00021").orElseThrow();
        assertEquals(LayoutBasis.ASSUMED, layout.basis(segment).orElseThrow());
        assertEquals(49, layout.rowLength(segment).orElseThrow());
        assertEquals("V3", layout.dictionary());
        assertEquals(
                LayoutBasis.DERIVED,
                layout.basis(Catalogue.v4().segment("ELG00004").orElseThrow()).orElseThrow());
    }

    @Test
    void fileWithoutColumnNames_isRefused() {
        LayoutRefusedException refused = assertThrows(
                LayoutRefusedException.class, () -> FixedLayout.builtIn().with("x.csv", List.of("a,b")));
        assertEquals(List.of("x.csv:1: the first line that is not a remark is " + COLUMNS), refused.problems());
    }
}
