package dev.weir.loadtest.check;

import dev.weir.core.minimize.Engine;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.Minimized;
import dev.weir.core.minimize.PlainEngine;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;
import dev.weir.loadtest.month.StateRows;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes what a chunk must look like behind the proxy. The fast engine computes it; for some chunks the plain engine,
 * which is the specification, does so too, and the two must agree. Confined to one thread.
 */
final class Expectation {
    /** One chunk of so many is computed by the plain engine as well. */
    static final int PLAIN_EVERY = 128;

    private final StateRows rows;
    private final Plan plan;
    private final TokenKeys keys;
    private final Map<FileType, Engine> fast = new EnumMap<>(FileType.class);
    private final Map<FileType, Engine> plain = new EnumMap<>(FileType.class);
    private final WireBuffer input = new WireBuffer(1 << 18);
    private final WireBuffer expected = new WireBuffer(1 << 18);
    private final Set<Integer> absent = new HashSet<>();

    Expectation(StateRows rows, Plan plan, TokenKeys keys) {
        this.rows = rows;
        this.plan = plan;
        this.keys = keys;
    }

    /** Computes a chunk; the results are valid until the next one. */
    void compute(SentFile file, int chunk, int rowsPerChunk) {
        int count = file.rowsOf(chunk, rowsPerChunk);
        input.clear();
        rows.records(file.type(), file.from() + (long) chunk * rowsPerChunk, count, input);
        // Whoever reads eight bytes at a time may look behind the end.
        input.reserve(8);
        minimize(fast, FastEngine::new, file.type());
        if (Math.floorMod(chunk * 31 + file.name().hashCode(), PLAIN_EVERY) == 0) {
            byte[] byFast = expected.toByteArray();
            minimize(plain, PlainEngine::new, file.type());
            if (!Arrays.equals(byFast, expected.toByteArray())) {
                throw new IllegalStateException(file.name() + ": both engines make the same of chunk " + chunk);
            }
        }
    }

    /** Makes an engine. */
    private interface EngineMaker {
        Engine make(Plan plan, TokenKeys keys, RowContext context);
    }

    private void minimize(Map<FileType, Engine> engines, EngineMaker maker, FileType type) {
        Engine engine = engines.computeIfAbsent(
                type, t -> maker.make(plan, keys, new RowContext(t, rows.plan().ansi())));
        expected.clear();
        absent.clear();
        try {
            Minimized minimized = engine.minimize(input.array(), 0, input.size());
            absent.addAll(minimized.withheld());
            minimized.refused().forEach(refused -> absent.add(refused.row()));
            minimized.forEachRecord((bytes, offset, length) -> {
                expected.put(Varints.lengthTag(3));
                expected.putVarint(length);
                expected.put(bytes, offset, length);
            });
        } catch (IOException | WireFaultException e) {
            throw new IllegalStateException(type + ": generated rows are in canonical form", e);
        }
    }

    /** Returns the records that must arrive, each with its tag and length. */
    WireBuffer expected() {
        return expected;
    }

    /** Returns the records that were sent. */
    List<byte[]> sent() {
        return Records.split(input.array(), 0, input.size());
    }

    /** Returns the rows of the chunk that must not arrive, by position. */
    Set<Integer> absent() {
        return absent;
    }

    /** Returns the positions of the rows that must arrive, in order. */
    List<Integer> present(int count) {
        List<Integer> present = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!absent.contains(i)) {
                present.add(i);
            }
        }
        return present;
    }
}
