package dev.weir.loadtest.bench;

import dev.weir.core.minimize.RowContext;
import dev.weir.core.plan.Plan;
import dev.weir.core.token.RootKey;
import dev.weir.core.token.TokenKeys;
import dev.weir.loadtest.sample.Row;
import dev.weir.loadtest.sample.StateMonth;
import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the benchmarks work on: rows of the synthetic sample as chunks, California's plan, a fixed key. */
final class Material {
    /** Records that one benchmarked operation handles. */
    static final int RECORDS = 1024;

    private static final int ROWS_PER_CHUNK = 256;
    private static final int RECORDS_TAG = Varints.lengthTag(3);

    /**
     * A chunk of one file type, without its number.
     *
     * @param bytes an encoded chunk
     */
    record Chunk(RowContext context, byte[] bytes, int rows) {
        FileType type() {
            return context.fileType();
        }
    }

    private Material() {}

    /** Returns {@link #RECORDS} records in chunks: rows of one segment, or of the whole sample in its proportions. */
    static List<Chunk> chunks(String segment) {
        List<List<Row>> rowsByType = new ArrayList<>();
        int available = 0;
        for (FileType type : FileType.values()) {
            List<Row> rows = StateMonth.sample().rows(type).stream()
                    .filter(row ->
                            segment.equals("SAMPLE") || row.segment().id().equals(segment))
                    .toList();
            rowsByType.add(rows);
            available += rows.size();
        }
        List<Chunk> chunks = new ArrayList<>();
        int taken = 0;
        int passed = 0;
        for (FileType type : FileType.values()) {
            List<Row> rows = rowsByType.get(type.ordinal());
            passed += rows.size();
            int upTo = (int) ((long) RECORDS * passed / available);
            cut(type, rows, upTo - taken, chunks);
            taken = upTo;
        }
        return chunks;
    }

    /** Cuts a number of rows, taken evenly from all, into chunks. */
    private static void cut(FileType type, List<Row> rows, int count, List<Chunk> chunks) {
        RowEncoder encoder = new RowEncoder();
        WireBuffer record = new WireBuffer(4096);
        WireBuffer chunk = new WireBuffer(1 << 18);
        RowContext context =
                new RowContext(type, rows.isEmpty() ? "" : rows.get(0).value("SUBMITTING-STATE"));
        int inChunk = 0;
        for (int i = 0; i < count; i++) {
            record.clear();
            rows.get((int) ((long) i * rows.size() / count)).writeRecord(encoder, record);
            chunk.putVarint(RECORDS_TAG);
            chunk.putVarint(record.size());
            chunk.put(record.array(), 0, record.size());
            inChunk++;
            if (inChunk == ROWS_PER_CHUNK || i == count - 1) {
                chunks.add(new Chunk(context, chunk.toByteArray(), inChunk));
                chunk.clear();
                inChunk = 0;
            }
        }
    }

    /** Returns the bytes of all chunks. */
    static long bytes(List<Chunk> chunks) {
        return chunks.stream().mapToLong(c -> c.bytes().length).sum();
    }

    /** Returns the plan that runs in California without an attestation. */
    static Plan plan() {
        try {
            return Plan.withoutAttestation(
                    PolicyReader.read(home().resolveSibling("state-configs").resolve("ca")));
        } catch (ConfigException e) {
            throw new IllegalStateException("state-configs/ca: the committed policy is valid", e);
        }
    }

    /** Returns token keys of the plan, from a root key of constant bytes. */
    static TokenKeys keys(Plan plan) {
        RootKey root = input -> hmac(new byte[32], input);
        return TokenKeys.derive(root, plan.scope());
    }

    /** Returns HMAC-SHA-256 the way most code does it: a fresh instance for every call. */
    static byte[] hmac(byte[] key, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java runtime", e);
        }
    }

    static Path home() {
        return Path.of(System.getProperty("weir.loadtest.home", "loadtest")).toAbsolutePath();
    }
}
