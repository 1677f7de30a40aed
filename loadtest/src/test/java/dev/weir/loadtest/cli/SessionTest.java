package dev.weir.loadtest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.report.Results;
import dev.weir.loadtest.report.Slo;
import dev.weir.loadtest.testing.TestRuns;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    private static final MonthPlan MONTH = SizeProfiles.plan("XS").orElseThrow().scaledTo(1000);

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path dir = Path.of("");

    private int finish(String basis) throws IOException {
        MonthPlan plan = new MonthPlan(MONTH.state(), MONTH.ansi(), MONTH.seed(), basis, MONTH.rows());
        Session session = Session.begin(
                new PrintWriter(out, true), new PrintWriter(new StringWriter()), Optional.of(dir.resolve("run")), plan);
        Results results = session.judge(
                "run", TestRuns.ofRates(1000, 1010, 990, 1005), new PlanFile(plan, Optional.empty()), Slo.USUAL, 0);
        return session.finish(results);
    }

    /** Returns an SSN of the month. */
    private static String ssn() {
        WireBuffer records = new WireBuffer(1 << 16);
        new StateRows(MONTH).records(FileType.ELG, 0, 100, records);
        Matcher nine = Pattern.compile("9[0-9]{8}")
                .matcher(new String(records.array(), 0, records.size(), StandardCharsets.ISO_8859_1));
        assertTrue(nine.find(), "eligibility rows have SSNs");
        return nine.group();
    }

    @Test
    void cleanResults_areWritten() throws IOException {
        assertEquals(0, finish("counts of last month"), out.toString());
        assertTrue(Files.exists(dir.resolve("run/report.html")));
        assertTrue(Files.exists(dir.resolve("run/results.json")));
    }

    @Test
    void protectedValue_thatWouldBeHandedOut_endsWithTwentyAndNothingIsWritten() throws IOException {
        String ssn = ssn();
        assertEquals(20, finish("counts of " + ssn));
        assertTrue(out.toString().contains("LEAK      report.html"), "the place is named");
        assertFalse(out.toString().contains(ssn), "the value is not");
        assertFalse(Files.exists(dir.resolve("run/report.html")));
        assertFalse(Files.exists(dir.resolve("run/results.json")));
    }
}
