package dev.weir.loadtest.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What there is in the sample: every segment, every protected field in every class it can have, and the odd values. */
class SampleCoverageTest {
    @Test
    void everySegment_occursAtLeastThreeTimes() {
        Map<String, Long> counts = TestSample.rows().stream()
                .collect(Collectors.groupingBy(r -> r.segment().id(), Collectors.counting()));
        Map<String, Long> few = new TreeMap<>();
        for (Segment segment : Catalogue.v4().segments()) {
            long count = counts.getOrDefault(segment.id(), 0L);
            if (segment.header() ? count != 1 : count < 3) {
                few.put(segment.id(), count);
            }
        }
        assertEquals(Map.of(), few);
    }

    @Test
    void everyProtectedField_isFilledInEveryClassItCanHave() {
        Map<String, Set<FieldClass>> seen = new HashMap<>();
        for (Row row : TestSample.rows()) {
            for (Element element : row.segment().elements()) {
                if (!row.values().get(element.field() - 1).isEmpty()) {
                    seen.computeIfAbsent(element.path(), p -> EnumSet.noneOf(FieldClass.class))
                            .add(TestSample.fieldClass(row, element));
                }
            }
        }
        Set<String> missing = new TreeSet<>();
        for (Segment segment : Catalogue.v4().segments()) {
            for (Element element : segment.elements()) {
                Set<FieldClass> possible = EnumSet.of(element.fieldClass());
                element.classWhen().ifPresent(w -> possible.addAll(w.classes().values()));
                // A card number and a number of unknown type are both OTHER_ID: what cannot be told apart is one class.
                possible.removeAll(seen.getOrDefault(element.path(), Set.of()));
                possible.stream()
                        .filter(FieldClass::isProtected)
                        .forEach(c -> missing.add(element.path() + " as " + c));
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void identifierRows_haveAllThreeTypes() {
        Set<String> types = TestSample.rows("ELG00022")
                .map(r -> r.value("ELG-IDENTIFIER-TYPE"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("1", "2", "3"), types);
    }

    @Test
    void oddValues_occur() {
        assertEquals(1, count("MSIS-IDENTIFICATION-NUM", "9{20}"));
        assertEquals(1, count("DATE-OF-BIRTH", "8{8}"));
        assertTrue(count("SSN", "9{9}") >= 2);
        assertTrue(count("SSN", "[0-9]{8}") >= 2);
        assertTrue(count("MSIS-IDENTIFICATION-NUM", "&SVC[0-9]{8}") >= 6);
        assertTrue(count("ELIGIBLE-LAST-NAME", ".*[\u00C0-\u00FF].*") > 0);
    }

    private static long count(String element, String pattern) {
        return TestSample.rowsWith(element)
                .filter(r -> r.value(element).matches(pattern))
                .count();
    }

    @Test
    void freeText_saysThatItIsSynthetic() {
        List<String> other = TestSample.rows().stream()
                .flatMap(r -> r.segment().elements().stream()
                        .filter(e -> e.fieldClass() == FieldClass.FREE_TEXT)
                        .map(e -> r.values().get(e.field() - 1)))
                .filter(v -> !v.isEmpty() && !v.startsWith("SYNTHETIC "))
                .toList();
        assertEquals(List.of(), other);
    }
}
