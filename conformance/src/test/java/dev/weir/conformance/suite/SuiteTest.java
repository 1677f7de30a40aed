package dev.weir.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {
    private static final Path HOME = Path.of(System.getProperty("weir.root"), "conformance");

    @TempDir
    Path dir;

    @Test
    void suite_isInOrderAndLargeEnough() throws Exception {
        Suite suite = SuiteReader.read(HOME);
        assertTrue(suite.cases().size() >= 220, "cases: " + suite.cases().size());
        Set<String> categories = new TreeSet<>();
        suite.cases().forEach(c -> categories.add(c.category()));
        assertTrue(
                categories.containsAll(List.of(
                        "TOK", "NRM", "STR", "WIR", "ERR", "OBS", "TLS", "FED", "FLW", "RES", "CFG", "ATT", "LED",
                        "RCP")),
                categories.toString());
    }

    @Test
    void everyShall_isTested() throws Exception {
        assertEquals(List.of(), SuiteReader.read(HOME).untested());
    }

    /** The list that the suite works with is the specification, sentence by sentence. */
    @Test
    void requirements_standInTheSpecification() throws Exception {
        List<String> listed = new ArrayList<>();
        SuiteReader.read(HOME).requirements().forEach(r -> listed.add(r.id() + " " + r.text()));
        List<String> written = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?m)^\\* \\*\\*(SMP-\\d{3})\\*\\* (.*)$")
                .matcher(Files.readString(HOME.resolve("SPEC.md")));
        while (matcher.find()) {
            written.add(matcher.group(1) + " " + matcher.group(2));
        }
        assertEquals(listed, written);
    }

    /** What is written down for implementations without a proxy is what the cases say; else run vectorgen answers. */
    @Test
    void answersAboutAttestations_areThoseOfTheCases() throws Exception {
        Suite suite = SuiteReader.read(HOME);
        Path file = HOME.resolve("suites/attestations.json");
        Path schema = HOME.resolve("suites/schemas/attestations.schema.json");
        assertEquals(List.of(), Documents.problems(schema, Documents.read(file), "attestations.json"));
        for (Args test : new Args(Documents.read(file)).list("tests")) {
            TestCase one = suite.find(test.text("id")).orElseThrow();
            assertEquals(one.title(), test.text("comment"));
            if (test.has("reasons")) {
                List<String> told = one.steps().get(1).args().texts("reason").stream()
                        .map(reason -> reason.replace("ATTESTATION_", ""))
                        .toList();
                assertEquals(told, test.texts("reasons"), one.id());
            }
        }
    }

    @Test
    void patterns_nameCases() {
        assertTrue(KnownFailing.matches("WIR/**", "WIR-010"));
        assertTrue(KnownFailing.matches("WIR-01*", "WIR-010"));
        assertTrue(KnownFailing.matches("**", "TOK-001"));
        assertTrue(KnownFailing.matches("WIR/WIR-010", "WIR-010"));
        assertFalse(KnownFailing.matches("WIR-01*", "WIR-020"));
        assertFalse(KnownFailing.matches("TOK/**", "WIR-010"));
    }

    @Test
    void knownFailing_expiresAndNeverCoversLeaks() throws Exception {
        Suite suite = SuiteReader.read(HOME);
        String loss = suite.cases().stream()
                .filter(c -> c.level() == Level.L3 && !suite.note(c.note()).leak())
                .findFirst()
                .orElseThrow()
                .id();
        Path file = dir.resolve("known.txt");
        Files.writeString(file, "# comment\n" + loss + " acme https://acme.example/1 2027-01-31 not handled yet\n");
        KnownFailing known = KnownFailing.read(file, suite);
        assertTrue(known.entry(loss, LocalDate.parse("2027-01-31")).isPresent());
        assertTrue(known.entry(loss, LocalDate.parse("2027-02-01")).isEmpty());
        for (String bad :
                List.of("STR-001 a b 2027-01-31 c", "** a b 2027-01-31 c", loss + " a b", loss + " a b x c")) {
            Files.writeString(file, bad + "\n");
            assertThrows(SuiteException.class, () -> KnownFailing.read(file, suite), bad);
        }
    }

    @Test
    void newCases_getIdsThatWereNeverUsed() throws Exception {
        copy(HOME.resolve("suites"), dir.resolve("suites"));
        Path file = dir.resolve("suites/scenarios/FED/grants.yaml");
        String text = Files.readString(file);
        int highest = SuiteReader.read(dir).select(Level.L3, List.of("FED/**")).size();
        String lastId = String.format("FED-%03d", highest);
        int from = text.indexOf("  - id: " + lastId);
        String last = text.substring(from);
        Files.writeString(file, text.substring(0, from) + last.replace(lastId, "FED-new"));
        assertEquals(1, new Generator(dir).append());
        Suite changed = SuiteReader.read(dir);
        assertTrue(changed.find(String.format("FED-%03d", highest + 1)).isPresent());
        assertTrue(changed.find(lastId).isEmpty());
        assertTrue(changed.retired().contains(lastId));
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void brokenSuites_areToldWholly() throws Exception {
        copy(HOME.resolve("suites"), dir.resolve("suites"));
        Path file = dir.resolve("suites/scenarios/FED/states.yaml");
        Files.writeString(
                file, Files.readString(file).replace("\"id\"", "\"id\"").replace("FED-001", "FED-002"));
        SuiteException broken = assertThrows(SuiteException.class, () -> SuiteReader.read(dir));
        assertTrue(broken.problems().stream().anyMatch(p -> p.contains("FED-002: is used once")), broken.getMessage());
    }
}
