package dev.weir.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.conformance.adapter.Described;
import dev.weir.conformance.run.CaseResult;
import dev.weir.conformance.run.RunSettings;
import dev.weir.conformance.run.Verdict;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.Level;
import dev.weir.conformance.suite.Suite;
import dev.weir.conformance.suite.SuiteReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Path HOME = Path.of(System.getProperty("weir.root"), "conformance");

    @TempDir
    Path dir;

    private Args results() throws Exception {
        Suite suite = SuiteReader.read(HOME);
        RunSettings settings = new RunSettings(suite, "exec:./adapter", Optional.empty(), dir, "seed", 1, 1.0, false);
        List<CaseResult> results = List.of(
                result(suite, 0, Verdict.PASS, List.of()),
                result(suite, 1, Verdict.LEAK, List.of("LEAK wire byte 7: SSN <as> PLAIN & more")),
                result(suite, 2, Verdict.NOT_RUN, List.of("it cannot be run")));
        return new Args(Documents.parse(Documents.line(Results.of(
                settings,
                new Described("acme", "1", Set.of("get")),
                Level.L1,
                Instant.parse("2026-11-01T00:00:00Z"),
                12,
                results))));
    }

    private static CaseResult result(Suite suite, int index, Verdict verdict, List<String> failures) {
        return new CaseResult(
                suite.cases().get(index), verdict, 5, failures, List.of("OK"), "in", "out [canary]", 10, 1);
    }

    @Test
    void results_fitTheirSchema() throws Exception {
        assertEquals(
                List.of(),
                Documents.problems(
                        HOME.resolve("suites/schemas/results.schema.json"),
                        results().node(),
                        "results"));
    }

    @Test
    void leaks_areErrorsInJUnitAndWarnedOfOnThePage() throws Exception {
        String junit = JUnitXml.of(results());
        assertTrue(junit.contains("<error type=\"leak\">LEAK wire byte 7: SSN &lt;as&gt; PLAIN &amp; more"), junit);
        assertTrue(junit.contains("<failure type=\"not-run\">"), junit);
        String page = Page.of(results());
        assertTrue(page.contains("Do not use this proxy"));
        assertFalse(page.contains("<script"), "no scripts");
        assertFalse(page.matches("(?s).*(src|href)=\"http.*"), "nothing from outside");
        assertFalse(page.contains("SSN <as>"), "texts are escaped");
    }

    @Test
    void publicReport_tellsHowToReproduceIt() throws Exception {
        assertTrue(PublicReport.of(results()).contains("--put exec:./adapter --level L1 --seed seed"));
    }

    @Test
    void signatures_breakWithTheFile() throws Exception {
        Path file = dir.resolve("results.json");
        Files.writeString(file, "{}");
        Signing.generate(dir.resolve("key"), dir.resolve("key.pub"));
        Signing.sign(file, dir.resolve("key"));
        assertTrue(Signing.verify(file, dir.resolve("key.pub")));
        Files.writeString(file, "{ }");
        assertFalse(Signing.verify(file, dir.resolve("key.pub")));
    }
}
