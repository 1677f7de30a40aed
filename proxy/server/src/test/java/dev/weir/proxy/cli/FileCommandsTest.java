package dev.weir.proxy.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.weir.proxy.testing.SampleMonth;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read files, on the committed sample and on damaged copies of it. */
class FileCommandsTest {
    @TempDir
    Path dir;

    private Path keys = Path.of("");

    @BeforeEach
    void makeKeys() throws Exception {
        keys = CliFiles.keys(dir.resolve("keys"));
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"psv", "flf"})
    void minimizedSample_isAcceptedByCheck_andTheSameEachTime(String encoding) throws Exception {
        List<Path> sample = SampleMonth.files(encoding);
        String[] layout =
                encoding.equals("psv") ? new String[0] : new String[] {"--layout", CliFiles.LAYOUT.toString()};
        Ran.weir(CliFiles.minimize(keys, dir.resolve("one"), sample, layout)).ended(Exit.OK, "ELIGIBLE." + encoding);
        Ran.weir(CliFiles.minimize(keys, dir.resolve("two"), sample, layout)).ended(Exit.OK);
        Map<String, byte[]> minimized = contents(dir.resolve("one"));
        assertEquals(2 * sample.size(), minimized.size());
        assertSame(minimized, contents(dir.resolve("two")));
        List<String> check = new ArrayList<>(List.of("check", "--json"));
        check.addAll(List.of(layout));
        minimized.keySet().stream()
                .filter(name -> name.endsWith("." + encoding))
                .forEach(name -> check.add(dir.resolve("one").resolve(name).toString()));
        JsonObject checked =
                JsonParser.parseString(Ran.weir(check).ended(Exit.OK).out()).getAsJsonObject();
        assertEquals(0, checked.getAsJsonArray("problems").size());
        assertEquals(sample.size(), checked.getAsJsonArray("checked").size());
        for (var result : checked.getAsJsonArray("checked")) {
            assertEquals(
                    Set.of("path", "kind", "type", "encoding", "period", "rows"),
                    result.getAsJsonObject().keySet());
        }
    }

    @Test
    void minimizedFile_holdsNoIdentifierOfTheSample() throws Exception {
        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(Path.of(CliFiles.ELIGIBLE))))
                .ended(Exit.OK);
        String text = Files.readString(dir.resolve("out/ELIGIBLE.psv"), StandardCharsets.ISO_8859_1);
        for (String row : Files.readAllLines(Path.of(CliFiles.ELIGIBLE), StandardCharsets.ISO_8859_1)) {
            if (row.startsWith("ELG00002")) {
                assertFalse(text.contains(row.split("\\|", -1)[3]), "an identifier of the sample is in the output");
            }
        }
        assertTrue(text.contains("|TA"), "tokens stand in their place");
    }

    @Test
    void minimizeAsJson_hasItsMembers_andAddsUp() throws Exception {
        JsonArray results = JsonParser.parseString(
                        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), SampleMonth.files("psv"), "--json"))
                                .ended(Exit.OK)
                                .out())
                .getAsJsonArray();
        assertEquals(9, results.size());
        for (var element : results) {
            JsonObject result = element.getAsJsonObject();
            assertEquals(
                    Set.of(
                            "input",
                            "output",
                            "rows",
                            "written",
                            "refused",
                            "withheld",
                            "malformed",
                            "tokens_left_blank",
                            "rejects"),
                    result.keySet());
            assertEquals(
                    result.get("rows").getAsLong(),
                    result.get("written").getAsLong()
                            + result.get("refused").getAsLong()
                            + result.get("withheld").getAsLong());
            long listed = Files.readAllLines(Path.of(result.get("rejects").getAsString()))
                            .size()
                    - 1;
            assertEquals(
                    listed,
                    result.get("refused").getAsLong()
                            + result.get("withheld").getAsLong()
                            + result.get("malformed").getAsLong());
        }
    }

    @Test
    void gzippedInput_givesTheSameOutput() throws Exception {
        Path plain = Path.of(CliFiles.ELIGIBLE);
        Path packed = gzip(Files.readAllBytes(plain), "ELIGIBLE.psv.gz");
        Ran.weir(CliFiles.minimize(keys, dir.resolve("one"), List.of(plain))).ended(Exit.OK);
        Ran.weir(CliFiles.minimize(keys, dir.resolve("two"), List.of(packed))).ended(Exit.OK);
        assertSame(contents(dir.resolve("one")), contents(dir.resolve("two")));
    }

    private Path gzip(byte[] bytes, String name) throws IOException {
        Path packed = dir.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(bytes);
        }
        return packed;
    }

    @Test
    void gzippedInput_thatEndsEarly_isRefused_andNothingIsWritten() throws Exception {
        Path packed = gzip(Files.readAllBytes(Path.of(CliFiles.ELIGIBLE)), "ELIGIBLE.psv.gz");
        byte[] bytes = Files.readAllBytes(packed);
        for (int cut : new int[] {3, 15, bytes.length / 2, bytes.length - 4}) {
            Files.write(packed, Arrays.copyOf(bytes, cut));
            Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(packed)))
                    .ended(Exit.REFUSED, "ELIGIBLE.psv.gz", "DAMAGED");
            assertEquals(Set.of(), contents(dir.resolve("out")).keySet());
        }
    }

    @Test
    void fixedLengthFile_withoutALayout_isRefusedBySegment() throws Exception {
        for (Path file : SampleMonth.files("flf")) {
            Ran check = Ran.weir("check", file.toString());
            if (check.exit() != Exit.OK) {
                String name = String.valueOf(file.getFileName());
                check.ended(Exit.REFUSED, name + ": ", "LAYOUT");
                assertTrue(check.err().matches("(?s).*[A-Z]{3}\\d{5}.*"), check.err());
            }
        }
        Path claims = SampleMonth.DIR.resolve("flf/CLAIMOT.flf");
        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(claims)))
                .ended(Exit.REFUSED, "CLAIMOT.flf", "COT0000", "LAYOUT");
        assertEquals(Set.of(), contents(dir.resolve("out")).keySet());
    }

    /** Ways in which a file is wrong. */
    enum Damage {
        EMPTY("NO_HEADER", text -> ""),
        NO_HEADER("NO_HEADER", text -> SampleMonth.CANARY + text),
        HEADER_COLUMNS("HEADER", text -> text.replaceFirst("\n", "|" + SampleMonth.CANARY + "\n")),
        HEADER_VERSION("HEADER", text -> text.replaceFirst("V4\\.0\\.0", SampleMonth.CANARY)),
        HEADER_STATE("HEADER", text -> text.replaceFirst("\\|06\\|", "|Z7|")),
        HEADER_DATE("HEADER", text -> text.replaceFirst("20261001", "2026Q7Q1")),
        HEADER_STATUS("HEADER", text -> text.replaceFirst("\\|T\\|", "|" + SampleMonth.CANARY + "|")),
        ENCODING("HEADER", text -> text.replaceFirst("\\|PSV\\|", "|" + SampleMonth.CANARY + "|")),
        COUNT("HEADER", text -> text + "ELG00021|06\n"),
        COLUMNS("STOP_RULE", text -> text.replace("\nELG00021|06|", "\nELG00021|06|" + SampleMonth.CANARY + "|")),
        SEGMENT("STOP_RULE", text -> text.replace("\nELG00021|", "\n" + SampleMonth.CANARY + "|")),
        ROW_STATE("STOP_RULE", text -> text.replace("\nELG00021|06|", "\nELG00021|99|")),
        LINE_END("STOP_RULE", text -> text.replace("\nELG00021", "\r\nELG00021")),
        TOO_LONG("HEADER", text -> text + SampleMonth.CANARY.repeat(10_000));

        private final String code;
        private final UnaryOperator<String> change;

        Damage(String code, UnaryOperator<String> change) {
            this.code = code;
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void damagedFile_isRefusedByPlaceAndRule_andNeverByValue(Damage damage) throws Exception {
        String text = Files.readString(Path.of(CliFiles.ELIGIBLE), StandardCharsets.ISO_8859_1);
        String changed = damage.change.apply(text);
        assertFalse(changed.equals(text), "the file was damaged");
        Path file = Files.writeString(dir.resolve("DAMAGED.psv"), changed, StandardCharsets.ISO_8859_1);
        Ran.weir("check", file.toString()).ended(Exit.REFUSED, "DAMAGED.psv", damage.code);
        Ran.weir("check", "--json", file.toString()).ended(Exit.REFUSED, "DAMAGED.psv", damage.code);
        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(file)))
                .ended(Exit.REFUSED, "DAMAGED.psv", damage.code);
        assertEquals(Set.of(), contents(dir.resolve("out")).keySet());
        Ran.weir(CliFiles.submit(file)).ended(Exit.REFUSED, "DAMAGED.psv", damage.code);
    }

    @Test
    void refusedRows_areListedByNumberAndCode_andTheRestGoesOn() throws Exception {
        Path file = SampleMonth.repeated(dir.resolve("input"), 1).stream()
                .filter(f -> f.endsWith("ELIGIBLE.psv"))
                .findFirst()
                .orElseThrow();
        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(file)))
                .ended(Exit.OK, "refused   1", "malformed 1");
        String list = Files.readString(dir.resolve("out/ELIGIBLE.psv.rejects.csv"));
        assertTrue(list.contains("1303,malformed,COLUMNS,\n"), list);
        assertTrue(list.contains("1304,refused,CHARACTER,"), list);
        assertFalse(list.contains(SampleMonth.CANARY), list);
        Ran check = Ran.weir("check", file.toString());
        check.ended(Exit.REFUSED, file + ": row 1303 ELG", "exactly the columns");
    }

    @Test
    void tooManyRefusedRows_endTheFile_andNothingIsWritten() throws Exception {
        String text = Files.readString(Path.of(CliFiles.ELIGIBLE), StandardCharsets.ISO_8859_1);
        String changed = text.replaceAll("(?m)^(ELG000(02|03|21)\\|06\\|[0-9]+\\|)", "$1\u00C9" + SampleMonth.CANARY);
        Path file = Files.writeString(dir.resolve("DAMAGED.psv"), changed, StandardCharsets.ISO_8859_1);
        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(file)))
                .ended(Exit.REFUSED, "DAMAGED.psv", "STOP_RULE");
        assertEquals(Set.of(), contents(dir.resolve("out")).keySet());
        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(file), "--stop-share", "1"))
                .ended(Exit.OK, "refused");
    }

    @Test
    void outputOverInput_isAUsageError_andTheInputStays() throws Exception {
        Path input = Files.copy(Path.of(CliFiles.ELIGIBLE), dir.resolve("ELIGIBLE.psv"));
        Ran.weir(CliFiles.minimize(keys, dir, List.of(input))).ended(Exit.USAGE, "--out");
        assertArrayEquals(Files.readAllBytes(Path.of(CliFiles.ELIGIBLE)), Files.readAllBytes(input));
    }

    @Test
    void directoryAsAFile_isRefusedByName() throws Exception {
        Ran.weir(CliFiles.minimize(keys, dir.resolve("out"), List.of(dir))).ended(Exit.REFUSED, dir + ": is a file");
        Ran.weir(CliFiles.submit(dir)).ended(Exit.REFUSED, dir + ": is a file");
    }
}
