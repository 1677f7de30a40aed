package dev.weir.loadtest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.drive.LoadFile;
import dev.weir.loadtest.month.StateRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTestTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return LoadTest.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void help_ofTheCommand_isShown() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("sample"), out.toString());
    }

    @Test
    void help_ofASubcommand_isShown() {
        assertEquals(0, run("sample", "-h"));
        assertTrue(out.toString().contains("--out"), out.toString());
    }

    @Test
    void unknownCommand_isAUsageError() {
        assertEquals(2, run("guess"));
    }

    @Test
    void put_withoutCertificates_isAUsageError(@TempDir Path dir) {
        assertEquals(
                2,
                run("run", "--put", "localhost:1", "--out", dir.resolve("put").toString()));
        assertTrue(err.toString().contains("--certificates"), err.toString());
    }

    @Test
    void put_whereNothingListens_endsAtOnceWithForty(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("any.pem"), "");
        assertEquals(
                40,
                run(
                        "run",
                        "--put",
                        "127.0.0.1:1",
                        "--certificates",
                        file.toString(),
                        "--key",
                        file.toString(),
                        "--trust",
                        file.toString(),
                        "--out",
                        dir.resolve("put").toString()));
        assertEquals(2, run("run", "--put", "nowhere"));
    }

    @Test
    void plan_ofOwnCounts_isWrittenAndRead(@TempDir Path dir) throws IOException {
        Path counts = dir.resolve("counts.json");
        Files.writeString(counts, "{\"rows\": {\"ELG\": 700, \"COT\": 300}}");
        Path plan = dir.resolve("plan.json");
        String due = "2026-12-31T23:59:59-05:00";
        assertEquals(
                0, run("plan", "--state", "WY", "--from", counts.toString(), "--due", due, "--out", plan.toString()));
        assertTrue(out.toString().contains("1,000 records"), out.toString());
        assertEquals(0, run("plan", "--plan", plan.toString()));
        assertTrue(out.toString().contains("due 2026-12-31T23:59:59-05:00"), out.toString());
        Files.writeString(counts, "{\"rows\": {\"XYZ\": 700}}");
        assertEquals(2, run("plan", "--from", counts.toString()));
    }

    @Test
    void smoke_throughARealProxy_findsEveryRecordAndWritesTheReport(@TempDir Path dir) throws IOException {
        Path folder = dir.resolve("smoke");
        assertEquals(
                0, run("smoke", "--records", "10000", "--seconds", "4", "--out", folder.toString()), out.toString());
        assertTrue(out.toString().matches("(?s).*(16,1[3-5]\\d) checked.*"), out.toString());
        assertTrue(out.toString().contains("lost 0, duplicated 0, changed 0, leaked 0"), out.toString());
        String html = Files.readString(folder.resolve("report.html"));
        assertTrue(html.contains("<svg") && !html.matches("(?s).*(src|href)=.*"), "nothing comes from outside");
        String results = folder.resolve("results.json").toString();
        assertEquals(0, run("report", "--results", results, "--baseline", results, "--html", results + ".html"));
        assertTrue(Files.readString(Path.of(results + ".html")).contains("not significant"));
        assertReportsForPrograms(results);
        assertEquals(12, run("project", "--results", results, "--due", "2020-01-01T00:00:00Z"));
        assertEquals(0, run("project", "--results", results, "--due", "2099-01-01T00:00:00Z"));
        assertEquals(0, verify(folder), out.toString());
        assertTrue(out.toString().contains("verified: receipts 4, attested releases 3"), out.toString());
        assertDamageIsSeen(folder, folder.resolve("proxy/state/ledger/checkpoint"));
        try (Stream<Path> files = Files.walk(folder.resolve("run-1-proxy"))) {
            Path receipt = files.filter(file -> file.endsWith("receipt.json"))
                    .findFirst()
                    .orElseThrow();
            assertDamageIsSeen(folder, receipt);
            Files.delete(receipt);
        }
        assertEquals(22, verify(folder), "a receipt is missing");
    }

    private void assertReportsForPrograms(String results) throws IOException {
        assertEquals(2, run("report", "--results", results));
        String[] made = {"--json", results + ".again", "--junit", results + ".xml", "--baseline", results};
        assertEquals(
                0,
                run(Stream.concat(Stream.of("report", "--results", results), Stream.of(made))
                        .toArray(String[]::new)));
        assertTrue(Files.readString(Path.of(results + ".again")).contains("\"difference\": \"not significant"));
        String xml = Files.readString(Path.of(results + ".xml"));
        assertTrue(xml.contains("name=\"records\"/>") && xml.contains("name=\"slo loss\"/>"), xml);
        Files.writeString(
                Path.of(results + ".bad"),
                Files.readString(Path.of(results))
                        .replace("\"verdict\": \"OK\"", "\"verdict\": \"LOST\"")
                        .replaceFirst("(\"lines\": \\[)", "$1 \"FOUND     LOST first in a.psv\","));
        assertEquals(0, run("report", "--results", results + ".bad", "--junit", results + ".xml"));
        xml = Files.readString(Path.of(results + ".xml"));
        assertTrue(xml.contains("name=\"exit 21\"><failure>record lost, duplicated or changed"), xml);
        assertTrue(xml.contains("name=\"records\"><failure>FOUND     LOST first in a.psv"), xml);
    }

    private int verify(Path folder) {
        return run("verify", "--dir", folder.toString(), "--receiver-store", folder + "/run-1-proxy");
    }

    /** Changes a byte of a file, and restores it. */
    private static void assertDamageIsSeen(Path folder, Path file) throws IOException {
        byte[] right = Files.readAllBytes(file);
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 1;
        Files.write(file, wrong);
        assertFalse(ledger(folder).holds(), file + " is damaged");
        Files.delete(file);
        assertFalse(ledger(folder).holds(), file + " is missing");
        Files.write(file, right);
        assertTrue(ledger(folder).holds(), ledger(folder).toString());
    }

    private static LedgerCheck.Result ledger(Path folder) throws IOException {
        Path run = folder.resolve("run-1-proxy");
        LoadFile sent = LoadFile.read(run);
        return new LedgerCheck(folder.resolve("proxy/state/ledger"), folder.resolve("proxy/keys/ledger-keys.txt"))
                .run(sent.submitted(run, new StateRows(sent.month())));
    }

    @Test
    void chaos_withAFaultThatThereIsNot_isAUsageError() {
        for (String fault : List.of("earthquake", "kill:receiver", "cut:everywhere", "kill@soon")) {
            assertEquals(2, run("chaos", "--faults", fault), fault);
        }
        assertTrue(err.toString().contains("--faults"), err.toString());
    }

    @Test
    void chaos_withAFileOfFaults_readsTheFile(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("faults.yaml"), "faults: [kill@2s, earthquake]\n");
        assertEquals(2, run("chaos", "--faults", file.toString()));
        assertTrue(err.toString().contains("--faults: are kill"), err.toString());
        Files.writeString(file, "fault: [kill]\n");
        assertEquals(2, run("chaos", "--faults", file.toString()));
        assertTrue(err.toString().contains("has a list faults"), err.toString());
    }

    @Test
    void unknownOption_isAUsageError() {
        assertEquals(2, run("sample", "--nowhere"));
    }

    @Test
    void sample_isWrittenWhereItIsAskedFor(@TempDir Path directory) {
        assertEquals(0, run("sample", "--out", directory.resolve("made").toString()));
        assertTrue(Files.exists(directory.resolve("made/psv/ELIGIBLE.psv")));
        assertTrue(Files.exists(directory.resolve("made/flf/FTX.flf")));
        assertTrue(Files.exists(directory.resolve("made/layout-v4-assumed.csv")));
    }

    @Test
    void sample_thatCannotBeWritten_fails(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertEquals(1, run("sample", "--out", file.resolve("made").toString()));
        assertTrue(err.toString().startsWith("loadtest: "), err.toString());
    }
}
