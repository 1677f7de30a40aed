package dev.weir.loadtest.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.loadtest.check.Finding;
import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.report.Verdicts;
import dev.weir.loadtest.rig.Hop;
import dev.weir.loadtest.rig.InstalledProxy;
import dev.weir.loadtest.rig.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs through a real proxy process. Every build makes short ones, one after the other through one proxy; {@code
 * -Dweir.loadtest.long=true} makes long ones besides.
 */
class RehearsalTest {
    private static final String LONG = "weir.loadtest.long";
    private static final MonthPlan MONTH = SizeProfiles.plan("XS").orElseThrow().scaledTo(8_000);

    @TempDir
    private static Path dir = Path.of("");

    private static volatile FeedTamper tamper = FeedTamper.NONE;
    private static Optional<ProxyLine> shared = Optional.empty();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        shared = Optional.of(new ProxyLine(
                workspace(),
                new StateRows(MONTH),
                Files.createDirectories(dir.resolve("line")),
                (file, chunk, bytes, offset, length) -> tamper.tamper(file, chunk, bytes, offset, length),
                new ProxyLine.Needs(1, true)));
    }

    @AfterAll
    static void stop() throws IOException {
        if (shared.isPresent()) {
            shared.get().close();
        }
    }

    private static Workspace workspace() throws IOException {
        Path configs = Path.of(System.getProperty("weir.root"), "state-configs");
        return Workspace.create(dir.resolve("workspace"), configs, MONTH.state());
    }

    private static RunResult run(String name, Load load, Rehearsal.FaultPlan faults)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(dir.resolve(name));
        return shared.orElseThrow().run(load, folder, 0, faults, () -> {}, window -> {});
    }

    private static void assertWhole(Load load, RunResult run) {
        assertTrue(run.failure().isEmpty(), run.failure().toString());
        assertEquals(Verdicts.OK, Verdicts.ofRecords(run), run.check() + " " + run.ledger());
        assertTrue(
                run.check().orElseThrow().checked() >= load.records(),
                run.check().toString());
        assertEquals(
                load.records(),
                run.files().values().stream()
                        .mapToLong(f -> f.getTally().getRows())
                        .sum());
        LedgerCheck.Result ledger = run.ledger().orElseThrow();
        assertEquals(1, ledger.releases(), ledger.toString());
        assertEquals(2, ledger.receipts(), ledger.toString());
    }

    @Test
    void killedProxy_losesAndDoublesNothing_andItsLedgerHolds() throws Exception {
        Load load = Load.of(MONTH, Duration.ofSeconds(2), Arrival.UNIFORM);
        RunResult run = run("kill", load, line -> List.of(new Faults.Planned(1, "kill", line::killProxy)));
        assertWhole(load, run);
        assertTrue(run.reconnects() > 0, "the line was lost");
    }

    @Test
    void receiverAndNetwork_thatGoAway_loseNothing() throws Exception {
        Load load = Load.of(MONTH, Duration.ofSeconds(2), Arrival.UNIFORM);
        RunResult run = run(
                "away",
                load,
                line -> List.of(
                        new Faults.Planned(0.5, "receiver", () -> line.restartReceiver(200)),
                        new Faults.Planned(1.5, "cut", () -> line.disturbBeforeProxy(Hop::cut, 10))));
        assertWhole(load, run);
        assertTrue(run.reconnects() > 0, "the line was lost");
        assertEquals(2, run.marks().size(), run.marks().toString());
    }

    @Test
    void feed_thatLosesTheEndOfAChunk_endsTheRunWithItsCode() throws Exception {
        tamper = (file, chunk, bytes, offset, length) -> chunk == 2 && file.startsWith("CLAIMOT")
                ? Arrays.copyOfRange(bytes, offset, offset + length - 40)
                : bytes;
        try {
            RunResult run =
                    run("damaged", Load.of(MONTH, Duration.ofSeconds(1), Arrival.CLOSED), Rehearsal.FaultPlan.NONE);
            assertEquals(21, Verdicts.ofRecords(run).code());
            assertTrue(
                    run.check().orElseThrow().count(Finding.CHANGED) > 0,
                    run.check().toString());
        } finally {
            tamper = FeedTamper.NONE;
        }
    }

    @Test
    @EnabledIfSystemProperty(named = LONG, matches = "true")
    void everyFault_inALongRun_losesNothing() throws Exception {
        MonthPlan large = SizeProfiles.plan("XS").orElseThrow().scaledTo(120_000);
        Load load = Load.of(large, Duration.ofSeconds(40), Arrival.MONTH_END);
        RunResult run = run(
                "long",
                load,
                line -> List.of(
                        new Faults.Planned(5, "kill", line::killProxy),
                        new Faults.Planned(12, "pause", () -> line.pauseProxy(2000)),
                        new Faults.Planned(18, "receiver", () -> line.restartReceiver(2000)),
                        new Faults.Planned(24, "delay", () -> line.disturbBehindProxy(hop -> hop.delay(200), 3000)),
                        new Faults.Planned(32, "kill", line::killProxy)));
        assertWhole(load, run);
    }

    @Test
    @EnabledIfSystemProperty(named = LONG, matches = "true")
    void comparison_goesOverEveryRouteThereIs() throws Exception {
        long installed = Arrays.stream(InstalledProxy.Kind.values())
                .filter(kind -> kind.installed().isPresent())
                .count();
        Path folder = Files.createDirectories(dir.resolve("comparing"));
        Workspace workspace =
                Workspace.create(folder, Path.of(System.getProperty("weir.root"), "state-configs"), MONTH.state());
        Comparison.Outcome outcome =
                new Rehearsal(workspace, new StateRows(MONTH), window -> {}).compare(shared, MONTH, 2);
        assertEquals(3 + installed, outcome.routes().size());
        assertEquals(2 - installed, outcome.missing().size());
        assertEquals("weir serve", outcome.routes().get(0).route());
        for (RunResult route : outcome.routes()) {
            assertTrue(route.failure().isEmpty(), route.route() + route.failure());
            assertEquals(2 * outcome.records(), route.acked(), route.route());
        }
    }
}
