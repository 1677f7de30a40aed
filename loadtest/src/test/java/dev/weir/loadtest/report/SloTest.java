package dev.weir.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.testing.TestRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SloTest {
    @TempDir
    private Path dir = Path.of("");

    private Slo read(String text) throws IOException {
        Path file = dir.resolve("slo.yaml");
        Files.writeString(file, text);
        return Slo.read(file);
    }

    @Test
    void rules_withUnits_areRead() throws IOException {
        Slo slo = read("""
                slo:
                  - {name: ack, metric: response.p99, lt: 2s}
                  - {name: rate, metric: acked.rate, gt: 2083/s}
                  - {name: loss, metric: lost, eq: 0, abort: true}
                """);
        assertEquals(
                List.of(
                        new Slo.Rule("ack", "response.p99", "lt", 2000),
                        new Slo.Rule("rate", "acked.rate", "gt", 2083),
                        new Slo.Rule("loss", "lost", "eq", 0)),
                slo.rules());
    }

    @Test
    void unknownKeysAndMetrics_areRefused() {
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: response.p99, under: 10m, lt: 2s}]"));
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: happiness, lt: 2}]"));
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: lost, lt: many}]"));
        assertThrows(IOException.class, () -> read("deadline: {}"));
    }

    @Test
    void over_withALengthAndAMetricThatHasOne_isRead() throws IOException {
        Slo slo = read("slo: [{name: rate, metric: acked.rate, gt: 2083/s, over: 10m}]");
        assertEquals(List.of(new Slo.Rule("rate", "acked.rate", "gt", 2083, 600)), slo.rules());
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: response.p99, over: 10m, lt: 2s}]"));
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: acked.rate, over: 0s, gt: 2}]"));
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: acked.rate, over: long, gt: 2}]"));
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: acked.rate, over: 9s, eq: 2}]"));
    }

    @Test
    void over_judgesTheWorstStretch_notTheMean() throws IOException {
        // Ten seconds of a thousand records, three of a hundred, ten of a thousand.
        double[] rates = new double[23];
        Arrays.fill(rates, 1000);
        Arrays.fill(rates, 10, 13, 100);
        RunResult run = TestRuns.ofRates(rates);
        Slo slo = read("""
                slo:
                  - {name: mean, metric: acked.rate, gt: 800/s}
                  - {name: worst, metric: acked.rate, gt: 800/s, over: 6s}
                  - {name: long, metric: acked.rate, gt: 800/s, over: 1m}
                """);
        List<Slo.Outcome> outcomes = slo.judge(run);
        assertEquals(2, outcomes.size());
        assertTrue(outcomes.get(0).met(), outcomes.toString());
        assertFalse(outcomes.get(1).met(), outcomes.toString());
        assertEquals(550, outcomes.get(1).measured(), 0.001);
        assertEquals(1, slo.tooShort(run).size(), "what cannot be judged is said, and does not pass");
    }

    @Test
    void worst_ofSeveral_isTheOneThatMattersMost() {
        assertEquals(Verdicts.LEAK, Verdicts.worst(List.of(Verdicts.LOST, Verdicts.LEAK, Verdicts.GONE)));
        assertEquals(Verdicts.GONE, Verdicts.worst(List.of(Verdicts.GENERATOR, Verdicts.GONE, Verdicts.MISS)));
        assertEquals(Verdicts.GENERATOR, Verdicts.worst(List.of(Verdicts.GENERATOR, Verdicts.MISS)));
        assertEquals(Verdicts.SLO, Verdicts.worst(List.of(Verdicts.SLO, Verdicts.AT_RISK)));
        assertEquals(Verdicts.OK, Verdicts.worst(List.of()));
    }
}
