package dev.weir.loadtest.bench;

import dev.weir.core.minimize.Engine;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.PlainEngine;
import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.WireFaultException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A record through the engines and through the usual way, 256 a chunk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Material.RECORDS)
public class EngineBench {
    /** Rows of one segment, or of the whole sample in its proportions. */
    @Param({"ELG00002", "COT00003", "SAMPLE"})
    public String rows = "SAMPLE";

    private List<Material.Chunk> chunks = List.of();
    private final Map<FileType, Engine> fast = new EnumMap<>(FileType.class);
    private final Map<FileType, Engine> plain = new EnumMap<>(FileType.class);
    private final Plan plan = Material.plan();
    private final UsualWay usual = new UsualWay(plan);

    /** Makes chunks and engines. */
    @Setup
    public void prepare() {
        TokenKeys keys = Material.keys(plan);
        chunks = Material.chunks(rows);
        for (Material.Chunk chunk : chunks) {
            fast.computeIfAbsent(chunk.type(), t -> new FastEngine(plan, keys, chunk.context()));
            plain.computeIfAbsent(chunk.type(), t -> new PlainEngine(plan, keys, chunk.context()));
        }
    }

    /** The engine that the proxy runs. */
    @Benchmark
    public void fast(Blackhole sink) throws WireFaultException {
        run(fast, sink);
    }

    /** The engine that the proxy runs, and the content digest of what it made. */
    @Benchmark
    public void fastWithDigest(Blackhole sink) throws WireFaultException {
        for (Material.Chunk chunk : chunks) {
            sink.consume(engine(fast, chunk)
                    .minimize(chunk.bytes(), 0, chunk.bytes().length)
                    .digest());
        }
    }

    /** The engine that is the specification. */
    @Benchmark
    public void plain(Blackhole sink) throws WireFaultException {
        run(plain, sink);
    }

    /** Parse, edit by reflection, HMAC per identifier, serialize. */
    @Benchmark
    public void usual(Blackhole sink) {
        for (Material.Chunk chunk : chunks) {
            sink.consume(usual.minimize(chunk.bytes(), chunk.context()));
        }
    }

    /** Copies the bytes and does nothing else. */
    @Benchmark
    public void copy(Blackhole sink) {
        for (Material.Chunk chunk : chunks) {
            sink.consume(chunk.bytes().clone());
        }
    }

    /** SHA-256 over the input bytes. */
    @Benchmark
    public void digest(Blackhole sink) {
        for (Material.Chunk chunk : chunks) {
            sink.consume(Sha256.of(chunk.bytes(), 0, chunk.bytes().length));
        }
    }

    private void run(Map<FileType, Engine> engines, Blackhole sink) throws WireFaultException {
        for (Material.Chunk chunk : chunks) {
            sink.consume(engine(engines, chunk).minimize(chunk.bytes(), 0, chunk.bytes().length));
        }
    }

    private static Engine engine(Map<FileType, Engine> engines, Material.Chunk chunk) {
        Engine engine = engines.get(chunk.type());
        if (engine == null) {
            throw new IllegalStateException("there is an engine for every chunk's file type");
        }
        return engine;
    }
}
