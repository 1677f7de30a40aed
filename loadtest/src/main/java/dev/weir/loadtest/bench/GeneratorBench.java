package dev.weir.loadtest.bench;

import dev.weir.core.minimize.Engine;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.plan.Plan;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.month.StateRows;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A record made by index, beside the engine's work on it: the generator must never be the limit of a load test. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Material.RECORDS)
public class GeneratorBench {
    /** File whose rows are made. */
    @Param({"ELG", "COT"})
    public FileType file = FileType.ELG;

    private final StateRows rows = new StateRows(SizeProfiles.plan("S").orElseThrow());
    private final WireBuffer out = new WireBuffer(1 << 20);
    private final List<Material.Chunk> sample = Material.chunks("SAMPLE");
    private final Plan plan = Material.plan();
    private long next;

    /** Rows made as records of a chunk. */
    @Benchmark
    public int make() {
        out.clear();
        rows.records(file, next, Material.RECORDS, out);
        next = (next + Material.RECORDS) % 500_000;
        return out.size();
    }

    /** The engine on as many records of the sample, for the ratio. */
    @Benchmark
    public void engine(Engines engines, Blackhole sink) throws WireFaultException {
        for (Material.Chunk chunk : sample) {
            Engine engine = engines.engines.computeIfAbsent(
                    chunk.type(), t -> new FastEngine(plan, Material.keys(plan), chunk.context()));
            sink.consume(engine.minimize(chunk.bytes(), 0, chunk.bytes().length));
        }
    }

    /** Engines by file type. */
    @State(Scope.Thread)
    public static class Engines {
        private final java.util.Map<FileType, Engine> engines = new java.util.EnumMap<>(FileType.class);
    }
}
