package dev.weir.loadtest.bench;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.plan.Plan;
import dev.weir.core.plan.SegmentPlan;
import dev.weir.core.plan.Step;
import dev.weir.smp.v1.Chunk;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.v4.Record;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * What an interceptor usually does: parse the message, walk over its fields by reflection, replace what is protected,
 * one HMAC per identifier, and serialize. The baseline; it leaves out the strict scan, limits, row rules and counts.
 */
final class UsualWay {
    private static final int TOKEN_CHARACTERS = 20;

    private final Plan plan;
    private final byte[] key = new byte[32];

    UsualWay(Plan plan) {
        this.plan = plan;
    }

    byte[] minimize(byte[] bytes, RowContext context) {
        Chunk chunk;
        try {
            chunk = Chunk.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the benchmark's own chunks can be parsed", e);
        }
        Chunk.Builder out = Chunk.newBuilder().setNumber(chunk.getNumber());
        for (Record record : chunk.getRecordsList()) {
            out.addRecords(record(record, context));
        }
        return out.build().toByteArray();
    }

    private Record record(Record record, RowContext context) {
        Segment segment = Catalogue.v4()
                .segment(record.getSegmentCase().getNumber())
                .filter(s -> s.fileType() == context.fileType())
                .orElseThrow(() -> new IllegalStateException("the benchmark's own rows are of their file"));
        FieldDescriptor field = Record.getDescriptor().findFieldByNumber(segment.recordField());
        SegmentPlan steps = plan.segment(segment);
        Message row = (Message) record.getField(field);
        Message.Builder edited = row.toBuilder();
        for (Map.Entry<FieldDescriptor, Object> entry : row.getAllFields().entrySet()) {
            edit(steps.step(entry.getKey().getNumber()), row, entry.getKey(), (String) entry.getValue(), edited);
        }
        return record.toBuilder().setField(field, edited.build()).build();
    }

    private void edit(Step step, Message row, FieldDescriptor field, String value, Message.Builder edited) {
        if (step instanceof Step.BySibling by) {
            String sibling = (String) row.getField(row.getDescriptorForType().findFieldByNumber(by.siblingField()));
            edit(by.steps().getOrDefault(sibling, by.otherwise()), row, field, value, edited);
        } else if (step instanceof Step.Token) {
            byte[] mac = Material.hmac(key, value.getBytes(StandardCharsets.UTF_8));
            edited.setField(field, HexFormat.of().formatHex(mac).substring(0, TOKEN_CHARACTERS));
        } else if (step instanceof Step.BirthMonth) {
            edited.setField(field, value.substring(0, 6) + "01");
        } else if (!(step instanceof Step.Copy)) {
            edited.clearField(field);
        }
    }
}
