package dev.weir.loadtest.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.loadtest.check.Finding;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.report.Verdicts;
import dev.weir.loadtest.rig.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs through a real proxy process. */
class RehearsalTest {
    private static final MonthPlan MONTH = SizeProfiles.plan("XS").orElseThrow().scaledTo(20_000);

    private static Rehearsal rehearsal(Path dir) throws IOException {
        Path configs = Path.of(System.getProperty("weir.root"), "state-configs");
        Workspace workspace = Workspace.create(dir, configs, MONTH.state());
        return new Rehearsal(workspace, new StateRows(MONTH), window -> {});
    }

    @Test
    void killedProxy_losesAndDoublesNothing(@TempDir Path dir) throws Exception {
        Load load = Load.of(MONTH, Duration.ofSeconds(4), Arrival.UNIFORM);
        RunResult run = rehearsal(dir)
                .throughProxy(
                        load,
                        0,
                        line -> List.of(new Faults.Planned(1.5, "kill", () -> {
                            line.proxy().kill();
                            line.proxy().restart();
                        })),
                        ProxyLine.Needs.NONE);
        assertTrue(run.failure().isEmpty(), run.failure().toString());
        assertEquals(Verdicts.OK, Verdicts.ofRecords(run), run.check().toString());
        assertEquals(load.records(), run.check().orElseThrow().checked());
        assertTrue(run.reconnects() > 0, "the line was lost");
        assertEquals(
                load.records(),
                run.files().values().stream()
                        .mapToLong(f -> f.getTally().getRows())
                        .sum());
    }

    @Test
    void feed_thatLosesTheEndOfAChunk_endsTheRunWithItsCode(@TempDir Path dir) throws Exception {
        Load load = Load.of(MONTH, Duration.ofSeconds(1), Arrival.CLOSED);
        RunResult run = rehearsal(dir)
                .throughProxy(
                        load,
                        0,
                        Rehearsal.FaultPlan.NONE,
                        ProxyLine.Needs.NONE,
                        (file, chunk, bytes, offset, length) -> chunk == 2 && file.startsWith("CLAIMOT")
                                ? Arrays.copyOfRange(bytes, offset, offset + length - 40)
                                : bytes,
                        () -> {});
        assertEquals(21, Verdicts.ofRecords(run).code());
        assertTrue(
                run.check().orElseThrow().count(Finding.CHANGED) > 0,
                run.check().toString());
    }
}
