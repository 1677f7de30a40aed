package dev.weir.loadtest.sample;

import dev.weir.tmsis.ClassWhen;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.Encoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of the sample, and the privacy classes of their values. */
final class TestSample {
    /** The committed sample. */
    static final Path COMMITTED = Path.of("sample");

    private static final List<Row> ALL = all();

    private TestSample() {}

    private static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        for (FileType type : FileType.values()) {
            List<Row> file = StateMonth.sample().rows(type);
            rows.add(HeaderRow.of(type, Encoding.PSV, file.size()));
            rows.addAll(file);
        }
        return List.copyOf(rows);
    }

    /** Returns all rows of all files, header rows too. */
    static List<Row> rows() {
        return ALL;
    }

    static Stream<Row> rows(String segment) {
        return ALL.stream().filter(r -> r.segment().id().equals(segment));
    }

    /** Returns the rows that have an element and a value in it. */
    static Stream<Row> rowsWith(String element) {
        return ALL.stream().filter(r -> r.has(element) && !r.value(element).isEmpty());
    }

    /** Returns the class of a value; where the sibling that decides is unknown, the strictest, which is protected. */
    static FieldClass fieldClass(Row row, Element element) {
        return element.classWhen().map(when -> bySibling(row, element, when)).orElse(element.fieldClass());
    }

    private static FieldClass bySibling(Row row, Element element, ClassWhen when) {
        String sibling = row.values().get(when.siblingField() - 1);
        FieldClass known = when.classes().get(sibling);
        if (known != null) {
            return known;
        }
        return element.fieldClass().isProtected()
                ? element.fieldClass()
                : when.classes().values().stream()
                        .filter(FieldClass::isProtected)
                        .findFirst()
                        .orElseThrow();
    }

    /** Returns whether a value is one character over and over, which means missing. */
    static boolean isFill(String value) {
        return value.length() > 1 && value.chars().distinct().count() == 1;
    }

    /** Returns the value of a key that must be there. */
    static <T> T known(Map<String, T> map, String key, String what) {
        T value = map.get(key);
        if (value == null) {
            throw new AssertionError(what + " names something that is not there");
        }
        return value;
    }

    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    }
}
