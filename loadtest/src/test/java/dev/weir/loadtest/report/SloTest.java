package dev.weir.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: response.p99, over: 10m, lt: 2s}]"));
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: happiness, lt: 2}]"));
        assertThrows(IOException.class, () -> read("slo: [{name: a, metric: lost, lt: many}]"));
        assertThrows(IOException.class, () -> read("deadline: {}"));
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
