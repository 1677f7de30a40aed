package dev.weir.loadtest.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchRunTest {
    @Test
    void benchmarks_quick_printEachWayBesideItsBaseline() {
        StringWriter out = new StringWriter();
        BenchRun.run("TokenBench", true, new PrintWriter(out, true));
        List<String> lines = out.toString().lines().toList();
        assertEquals(7, lines.size(), out.toString());
        assertTrue(lines.stream().anyMatch(l -> l.matches("TokenBench 20 +batch .* ns .*x.*")), out.toString());
        assertTrue(lines.stream().anyMatch(l -> l.matches("TokenBench 9 +hmac .* ns .* 1\\.00x.*")), out.toString());
    }

    @Test
    void material_wholeSample_hasTheRecordsThatOneOperationIsDividedBy() {
        assertEquals(
                Material.RECORDS,
                Material.chunks("SAMPLE").stream()
                        .mapToInt(Material.Chunk::rows)
                        .sum());
        assertEquals(
                Material.RECORDS,
                Material.chunks("COT00003").stream()
                        .mapToInt(Material.Chunk::rows)
                        .sum());
    }
}
