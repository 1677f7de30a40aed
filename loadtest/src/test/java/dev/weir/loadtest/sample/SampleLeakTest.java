package dev.weir.loadtest.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.TmsisWriter;
import dev.weir.tmsis.file.WriteSettings;
import dev.weir.tmsis.testing.RandomRows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What makes a search for protected values in minimized output meaningful: no protected value of eight or more characters
 * is part of anything that passes, so that whatever is found has leaked.
 */
class SampleLeakTest {
    private static final int SHORTEST = 8;

    /** Protected values of eight or more characters, with the classes in which they occur. */
    private static final Map<String, Set<FieldClass>> PROTECTED = protectedValues();

    private static Map<String, Set<FieldClass>> protectedValues() {
        Map<String, Set<FieldClass>> values = new HashMap<>();
        for (Row row : TestSample.rows()) {
            for (Element element : row.segment().elements()) {
                String value = row.values().get(element.field() - 1);
                FieldClass fieldClass = TestSample.fieldClass(row, element);
                if (fieldClass.isProtected() && value.length() >= SHORTEST) {
                    values.computeIfAbsent(value, v -> EnumSet.noneOf(FieldClass.class))
                            .add(fieldClass);
                }
            }
        }
        return values;
    }

    @Test
    void protectedValue_isNeverPartOfAValueThatPasses() {
        Set<String> found = new TreeSet<>();
        for (Row row : TestSample.rows()) {
            for (Element element : row.segment().elements()) {
                if (!TestSample.fieldClass(row, element).isProtected()) {
                    protectedPartsOf(row.values().get(element.field() - 1))
                            .forEach(part -> found.add(part + " in " + element.path()));
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    /** A policy may open one class and keep the others closed. Filled values are nobody's and are left out. */
    @Test
    void protectedValue_isNeverPartOfAValueOfAnotherClass() {
        Set<String> found = new TreeSet<>();
        for (Row row : TestSample.rows()) {
            for (Element element : row.segment().elements()) {
                FieldClass fieldClass = TestSample.fieldClass(row, element);
                protectedPartsOf(row.values().get(element.field() - 1)).stream()
                        .filter(part -> !TestSample.isFill(part))
                        .filter(part -> !PROTECTED.getOrDefault(part, Set.of()).equals(Set.of(fieldClass)))
                        .forEach(part -> found.add(part + " in " + element.path()));
            }
        }
        assertEquals(Set.of(), found);
    }

    /** In a file the columns stand side by side, and the ends of two of them may make up a third value. */
    @ParameterizedTest
    @EnumSource(Encoding.class)
    void protectedValue_isNeverPartOfARowWithoutProtectedValues(Encoding encoding) throws Exception {
        Set<String> beginnings =
                PROTECTED.keySet().stream().map(v -> v.substring(0, SHORTEST)).collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        for (String line : minimizedLines(encoding)) {
            for (int at = 0; at + SHORTEST <= line.length(); at++) {
                if (line.charAt(at) != ' ' && beginnings.contains(line.substring(at, at + SHORTEST))) {
                    String rest = line.substring(at);
                    PROTECTED.keySet().stream()
                            .filter(rest::startsWith)
                            .forEach(v -> found.add(v + " in " + line.substring(0, SHORTEST)));
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    /** Returns the rows of a file that has only what passes, and the month of birth dates. */
    private static List<String> minimizedLines(Encoding encoding) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        WriteSettings settings = new WriteSettings(
                encoding, FileCharset.ISO_8859_1, LineEnd.LF, AssumedLayout.layout(), WriteSettings.RowMode.AS_READ);
        try (TmsisWriter writer = new TmsisWriter(file, settings)) {
            for (Row row : TestSample.rows()) {
                List<String> values = new ArrayList<>();
                for (Element element : row.segment().elements()) {
                    String value = row.values().get(element.field() - 1);
                    FieldClass fieldClass = TestSample.fieldClass(row, element);
                    values.add(fieldClass == FieldClass.BIRTH ? month(value) : fieldClass.isProtected() ? "" : value);
                }
                byte[] record = RandomRows.record(row.segment(), values);
                writer.row(record, 0, record.length);
            }
        }
        return file.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    private static String month(String birth) {
        return birth.isEmpty() || TestSample.isFill(birth) ? "" : birth.substring(0, 6) + "01";
    }

    @Test
    void birthDate_isNotTheFirstOfAMonth_soThatItIsNotWhatMinimizationSends() {
        Set<String> births = PROTECTED.entrySet().stream()
                .filter(e -> e.getValue().contains(FieldClass.BIRTH))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertTrue(births.size() > 100, births.size() + " births");
        assertEquals(
                List.of(),
                births.stream().filter(b -> PROTECTED.containsKey(month(b))).toList());
    }

    @Test
    void namesAndCities_areLongEnoughToBeSearchedFor() {
        for (String element : List.of("ELIGIBLE-FIRST-NAME", "ELIGIBLE-LAST-NAME", "ELIGIBLE-CITY")) {
            Set<String> values =
                    TestSample.rowsWith(element).map(r -> r.value(element)).collect(Collectors.toSet());
            long longOnes = values.stream().filter(v -> v.length() >= SHORTEST).count();
            assertTrue(longOnes >= 25, element + ": " + longOnes + " of " + values.size());
        }
    }

    private static List<String> protectedPartsOf(String value) {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from + SHORTEST <= value.length(); from++) {
            for (int to = from + SHORTEST; to <= value.length(); to++) {
                String part = value.substring(from, to);
                if (PROTECTED.containsKey(part)) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }
}
