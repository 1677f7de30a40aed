package dev.weir.loadtest.bench;

import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenBatch;
import dev.weir.core.token.TokenClass;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenShape;
import dev.weir.core.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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

/** A token: computed together with a chunk's others, one by one, and by an HMAC a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(TokenBench.VALUES)
public class TokenBench {
    static final int VALUES = 1024;

    /** Characters of an identifier. */
    @Param({"9", "20"})
    public int characters = 9;

    private final TokenKeys keys = keys();
    private final TokenBatch batch = new TokenBatch(keys);
    private final Tokenizer tokenizer = new Tokenizer(keys);
    private final byte[][] values = new byte[VALUES][];
    private final byte[] output = new byte[VALUES * TokenShape.LENGTH];

    private static TokenKeys keys() {
        Plan plan = Material.plan();
        return Material.keys(plan);
    }

    /** Makes the identifiers. */
    @Setup
    public void prepare() {
        for (int i = 0; i < VALUES; i++) {
            values[i] = String.format(Locale.ROOT, "%0" + characters + "d", 900_000_000L + i * 7919L)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** All of a chunk together. */
    @Benchmark
    public byte[] batch() {
        for (int i = 0; i < VALUES; i++) {
            batch.add(TokenClass.MSIS_ID, characters, values[i], 0, characters, i * TokenShape.LENGTH);
        }
        batch.fill(output);
        return output;
    }

    /** One after the other. */
    @Benchmark
    public void single(Blackhole sink) {
        for (byte[] value : values) {
            sink.consume(tokenizer.token(TokenClass.MSIS_ID, value));
        }
    }

    /** One HMAC-SHA-256 a call, without the text form. */
    @Benchmark
    public void hmac(Blackhole sink) {
        byte[] key = new byte[32];
        for (byte[] value : values) {
            sink.consume(Material.hmac(key, value));
        }
    }
}
