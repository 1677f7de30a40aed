package dev.weir.conformance.zoo;

import com.google.protobuf.Message;
import dev.weir.conformance.oracle.Minimizer;
import dev.weir.conformance.oracle.Rules;
import dev.weir.conformance.wire.WireBytes;
import dev.weir.endpoints.wire.Frame;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.RefusalCode;
import dev.weir.smp.v1.RefusedRow;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.v4.Record;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A chunk minimized by a proxy of the zoo. */
final class ZooChunk {
    private final int number;
    private final List<byte[]> rows = new ArrayList<>();
    private final List<RefusedRow> refused = new ArrayList<>();
    private final List<Integer> withheld = new ArrayList<>();
    private final byte[] records;
    private final byte[] around;
    private final Tally tally;

    ZooChunk(
            ZooProxy zoo,
            Rules rules,
            Optional<ZooRelease> release,
            FileType type,
            String state,
            Chunk chunk,
            int number) {
        this.number = number;
        Map<FieldClass, long[]> counts = new EnumMap<>(FieldClass.class);
        release.ifPresent(r -> released(r, state, chunk, counts));
        ZooRows minimizer = new ZooRows(zoo, rules, type, state);
        for (int i = 0; i < chunk.getRecordsCount() && release.isEmpty(); i++) {
            Record record = chunk.getRecords(i);
            Optional<byte[]> row = minimizer.row(record, false);
            if (row.isPresent()) {
                rows.add(
                        zoo.has("M75")
                                ? new WireBytes()
                                        .raw(row.get())
                                        .raw(record.getUnknownFields().toByteArray())
                                        .toByteArray()
                                : row.get());
            } else if (!minimizer.refusal().isEmpty()) {
                refused.add(RefusedRow.newBuilder()
                        .setRow(i)
                        .setCode(RefusalCode.valueOf("REFUSAL_CODE_" + minimizer.refusal()))
                        .setField(minimizer.refusedField())
                        .build());
            } else {
                withheld.add(i);
            }
        }
        if (zoo.has("M74")) {
            Collections.reverse(rows);
        }
        if (zoo.has("M38")) {
            refused.clear();
        }
        WireBytes framed = new WireBytes();
        rows.forEach(r -> framed.bytes(3, r));
        this.records = framed.toByteArray();
        this.around = zoo.has("M75") ? chunk.getUnknownFields().toByteArray() : new byte[0];
        this.tally = Tally.newBuilder()
                .setRows(chunk.getRecordsCount())
                .setRefused(refused.size())
                .setWithheld(withheld.size())
                .addAllClasses(counts.entrySet().stream()
                        .map(e -> ClassCount.newBuilder()
                                .setFieldClassValue(e.getKey().wireNumber())
                                .setRows(e.getValue()[0])
                                .setChanged(e.getValue()[1])
                                .build())
                        .toList())
                .build();
    }

    /** Treats the rows of a release as the attestation has opened them, and counts their classes. */
    private void released(ZooRelease release, String state, Chunk chunk, Map<FieldClass, long[]> counts) {
        Minimizer minimizer = release.minimizer();
        for (int i = 0; i < chunk.getRecordsCount(); i++) {
            Record record = chunk.getRecords(i);
            Segment segment =
                    Catalogue.v4().segment(record.getSegmentCase().getNumber()).orElseThrow();
            Map<Integer, String> values = ZooRows.values(
                    (Message) record.getField(Record.getDescriptor().findFieldByNumber(segment.recordField())));
            Minimizer.Outcome outcome = minimizer.row(segment, values, state);
            outcome.record().ifPresent(row -> {
                rows.add(row);
                minimizer.classes(segment, values).forEach((fieldClass, changed) -> {
                    long[] both = counts.computeIfAbsent(fieldClass, c -> new long[2]);
                    both[0]++;
                    both[1] += changed ? 1 : 0;
                });
            });
            if (outcome.withheld()) {
                withheld.add(i);
            } else if (!outcome.refusal().isEmpty()) {
                refused.add(RefusedRow.newBuilder()
                        .setRow(i)
                        .setCode(RefusalCode.valueOf("REFUSAL_CODE_" + outcome.refusal()))
                        .setField(outcome.field())
                        .build());
            }
        }
    }

    int number() {
        return number;
    }

    int rows() {
        return rows.size();
    }

    Sha256 digest() {
        return Sha256.of(records);
    }

    Tally tally() {
        return tally;
    }

    ChunkOutcome outcome(int submitted) {
        return ChunkOutcome.newBuilder()
                .setNumber(submitted)
                .setDigest(digest().toByteString())
                .addAllRefused(refused)
                .addAllWithheld(withheld)
                .setTally(tally)
                .build();
    }

    /** Returns the request as bytes, because a parser would put wrong ones in order. */
    byte[] request() {
        WireBytes chunk = new WireBytes();
        if (number != 0) {
            chunk.tag(1, 0).varint(number);
        }
        chunk.bytes(2, tally.toByteArray()).raw(records).raw(around);
        return new WireBytes().bytes(2, chunk.toByteArray()).toByteArray();
    }

    /** Returns a frame of bytes. */
    static Frame frame(byte[] bytes) {
        return new Frame(java.util.Arrays.copyOf(bytes, bytes.length + Frame.SLACK), bytes.length);
    }
}
