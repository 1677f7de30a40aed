package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.SampleMonth;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FileProblem;
import dev.weir.tmsis.file.FileRefusedException;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.WriteSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files to files, and the audit of what came out. */
class FileMinimizerTest {
    private static final Path ELIGIBLE = SampleMonth.DIR.resolve("psv/ELIGIBLE.psv");
    private static final ReadSettings READ =
            new ReadSettings(FileCharset.ISO_8859_1, FixedLayout.builtIn(), StopRule.DEFAULT);

    @TempDir
    Path dir;

    private Path out = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void makeFolders() throws Exception {
        out = Files.createDirectories(dir.resolve("out"));
        output = out.resolve("ELIGIBLE.psv");
    }

    private FileMinimizer minimizer(String state) throws Exception {
        Plan plan = Plan.withoutAttestation(PolicyReader.read(Rig.STATE_CONFIGS.resolve(state)));
        Path keys = dir.resolve("keys-" + state);
        if (!Files.exists(keys)) {
            KeyFolder.create(keys, plan.scope().state(), Instant.parse("2026-11-01T00:00:00Z"));
        }
        TokenKeys tokenKeys = KeyFolder.open(keys, new FileKeyEncryption(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY)))
                .tokenKeys(plan.scope());
        return new FileMinimizer(
                plan,
                tokenKeys,
                READ,
                new WriteSettings(
                        Encoding.PSV,
                        FileCharset.ISO_8859_1,
                        LineEnd.LF,
                        FixedLayout.builtIn(),
                        WriteSettings.RowMode.FEED));
    }

    private Set<String> written() throws Exception {
        try (var files = Files.list(out)) {
            return new TreeSet<>(files.map(f -> f.getFileName().toString()).toList());
        }
    }

    @Test
    void progress_risesToTheRowsOfTheFile() throws Exception {
        List<Long> seen = new ArrayList<>();
        FileMinimizer.Result result = minimizer("ca").run(ELIGIBLE, output, (done, all) -> {
            assertEquals(1302, all);
            seen.add(done);
        });
        assertEquals(1302, Collections.max(seen));
        assertEquals(seen.stream().sorted().toList(), seen);
        assertEquals(1302, result.tally().getRows());
        assertEquals(result.rows() + result.tally().getWithheld(), 1302);
        assertEquals(Set.of("ELIGIBLE.psv", "ELIGIBLE.psv.rejects.csv"), written());
    }

    @Test
    void fileOfAnotherState_isRefused_andNothingIsWritten() throws Exception {
        FileRefusedException refused = assertThrows(
                FileRefusedException.class, () -> minimizer("nv").run(ELIGIBLE, output, (done, all) -> {}));
        assertEquals(FileProblem.HEADER, refused.problem());
        assertEquals("ELIGIBLE.psv: ELG00001.SUBMITTING-STATE", refused.place());
        assertEquals(Set.of(), written());
    }

    @Test
    void refusedFile_leavesTheOutputOfBefore() throws Exception {
        minimizer("ca").run(ELIGIBLE, output, (done, all) -> {});
        byte[] before = Files.readAllBytes(output);
        String text = Files.readString(ELIGIBLE, StandardCharsets.ISO_8859_1);
        Path longer =
                Files.writeString(dir.resolve("ELIGIBLE.psv"), text + "ELG00021|06\n", StandardCharsets.ISO_8859_1);
        assertThrows(FileRefusedException.class, () -> minimizer("ca").run(longer, output, (done, all) -> {}));
        assertEquals(Set.of("ELIGIBLE.psv", "ELIGIBLE.psv.rejects.csv"), written());
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(output)));
    }

    @Test
    void minimizedTwice_isTheSame_andMinimizingIsNotUndone() throws Exception {
        minimizer("ca").run(ELIGIBLE, output, (done, all) -> {});
        String once = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertTrue(once.startsWith("ELG00001|"), "a header row comes first");
        assertTrue(once.lines().findFirst().orElse("").contains("|SMP1 MINIMIZED "), "it says what it is");
        minimizer("ca").run(ELIGIBLE, output, (done, all) -> {});
        assertEquals(once, Files.readString(output, StandardCharsets.ISO_8859_1));
    }

    @Test
    void audit_findsOnePersonOneToken() throws Exception {
        minimizer("ca").run(ELIGIBLE, output, (done, all) -> {});
        TokenAudit audit = audit(output);
        assertTrue(audit.people() > 50, "people: " + audit.people());
        assertTrue(audit.pairs() > audit.people());
        assertEquals(0, audit.conflicts());
        assertTrue(audit.widestToken().matches("TA[A-Z2-7]{18}"));
        assertEquals(1, audit.seen(audit.widestToken()).size());
        assertTrue(audit.seen("nobody's").isEmpty());
    }

    /** The audit that finds nothing would find something. */
    @Test
    void audit_seesAPersonWithTwoTokens_andTwoPeopleWithOne() throws Exception {
        minimizer("ca").run(ELIGIBLE, output, (done, all) -> {});
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        List<String> rows = text.lines().toList();
        String first = rows.get(1).split("\\|", -1)[3];
        String other = text.lines()
                .skip(1)
                .map(row -> row.split("\\|", -1)[3])
                .filter(token -> token.startsWith("TA") && !token.equals(first))
                .findFirst()
                .orElseThrow();
        Path split = Files.writeString(
                out.resolve("split.psv"),
                text.replaceFirst(first, "TAAAAAAAAAAAAAAAAAAA"),
                StandardCharsets.ISO_8859_1);
        assertTrue(audit(split).conflicts() > 0, "one person has two tokens");
        Path joined =
                Files.writeString(out.resolve("joined.psv"), text.replace(other, first), StandardCharsets.ISO_8859_1);
        assertTrue(audit(joined).conflicts() > 0, "two people have one token");
    }

    private TokenAudit audit(Path feed) throws Exception {
        Set<Long> left = new TreeSet<>();
        for (String line : Files.readAllLines(out.resolve("ELIGIBLE.psv.rejects.csv"))) {
            if (!line.startsWith("row")) {
                left.add(Long.parseLong(line.split(",", -1)[0]));
            }
        }
        assertFalse(left.isEmpty(), "rows were withheld");
        TokenAudit audit = new TokenAudit(READ);
        audit.files(ELIGIBLE, left, feed);
        return audit;
    }
}
