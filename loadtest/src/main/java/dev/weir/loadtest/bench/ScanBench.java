package dev.weir.loadtest.bench;

import dev.weir.smp.v1.Chunk;
import dev.weir.tmsis.wire.StrictScan;
import dev.weir.tmsis.wire.WireFaultException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The strict scan by descriptors, which is the wire rule written down, beside a parse by generated code. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Material.RECORDS)
public class ScanBench {
    private final List<Material.Chunk> chunks = Material.chunks("SAMPLE");

    /** The strict scan. */
    @Benchmark
    public long strictScan() throws WireFaultException {
        long unknown = 0;
        for (Material.Chunk chunk : chunks) {
            unknown += StrictScan.check(Chunk.getDescriptor(), chunk.bytes(), 0, chunk.bytes().length);
        }
        return unknown;
    }

    /** A parse by generated code, which is laxer. */
    @Benchmark
    public long parse() throws com.google.protobuf.InvalidProtocolBufferException {
        long records = 0;
        for (Material.Chunk chunk : chunks) {
            records += Chunk.parseFrom(chunk.bytes()).getRecordsCount();
        }
        return records;
    }
}
