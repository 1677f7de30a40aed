package dev.weir.core.minimize;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import dev.weir.core.plan.Plan;
import dev.weir.core.plan.SegmentPlan;
import dev.weir.core.plan.Step;
import dev.weir.core.token.Normalizer;
import dev.weir.core.token.TokenClass;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenShape;
import dev.weir.core.token.Tokenizer;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.RefusalCode;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.v4.Record;
import dev.weir.tmsis.wire.StrictScan;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The specification of minimization: holds a chunk against the wire rule, parses it with the generated parser, and builds
 * every output row from the steps of the plan, field by field in ascending order. Thirty times slower than
 * {@link FastEngine}, which must give the same bytes.
 */
public final class PlainEngine implements Engine {
    private final Plan plan;
    private final RowContext context;
    private final Tokenizer tokenizer;
    private final Subjects subjects;
    private final List<Tokenizer> subjectTokenizers;
    private final Normalizer normalizer = new Normalizer();

    /** Creates an engine for a plan that does not tell people apart; the keys are those of the plan's scope. */
    public PlainEngine(Plan plan, TokenKeys keys, RowContext context) {
        this(plan, keys, context, Subjects.nobody());
    }

    /**
     * Creates an engine.
     *
     * @param keys those of the plan's scope
     * @param subjects the list whose digest is in the plan
     */
    public PlainEngine(Plan plan, TokenKeys keys, RowContext context, Subjects subjects) {
        if (!plan.scope().equals(keys.scope())) {
            throw new IllegalArgumentException("engine: the token keys are those of the plan's scope");
        }
        this.plan = plan;
        this.context = context;
        this.tokenizer = new Tokenizer(keys);
        this.subjects = subjects;
        this.subjectTokenizers = subjects.keys().stream().map(Tokenizer::new).toList();
    }

    @Override
    public Minimized minimize(byte[] bytes, int offset, int length) throws WireFaultException {
        if (length > ChunkLimits.MAX_INPUT_BYTES) {
            throw new WireFaultException(WireRule.LIMIT, offset);
        }
        TallyCounter counter = new TallyCounter();
        counter.unknownFields(StrictScan.check(Chunk.getDescriptor(), bytes, offset, length));
        Chunk chunk = parse(bytes, offset, length);
        if (chunk.hasTally()) {
            throw new WireFaultException(WireRule.HOP, offset);
        }
        if (chunk.getRecordsCount() > ChunkLimits.MAX_ROWS) {
            throw new WireFaultException(WireRule.LIMIT, offset);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReleasedPeople people = new ReleasedPeople();
        List<RowRefusal> refused = new ArrayList<>();
        List<Integer> withheld = new ArrayList<>();
        int rows = 0;
        for (int i = 0; i < chunk.getRecordsCount(); i++) {
            Row row = new Row(i, chunk.getRecords(i));
            Optional<byte[]> record = row.minimize();
            if (row.refusal.isPresent()) {
                refused.add(row.refusal.get());
            } else if (record.isEmpty()) {
                withheld.add(i);
            } else if (out.size() + framedSize(record.get()) > ChunkLimits.MAX_OUTPUT_BYTES) {
                refused.add(new RowRefusal(i, RefusalCode.REFUSAL_CODE_SIZE, 0));
            } else {
                frame(record.get(), out);
                counter.startRow();
                row.blank.forEach(counter::blank);
                counter.row(
                        row.record.getSegmentCase().getNumber(), row.present, row.changed, row.irregular, row.shaped);
                people.add(row.person, 0, row.person.length, row.personWidth, row.left);
                rows++;
            }
        }
        byte[] records = out.toByteArray();
        return new Minimized(
                chunk.getNumber(),
                rows,
                records,
                records.length,
                refused,
                withheld,
                counter.tally(chunk.getRecordsCount(), refused.size(), withheld.size()),
                counter.blanks(),
                plan.opening().map(opening -> people));
    }

    /**
     * Minimizes the header row of a file.
     *
     * @return the row, or empty where it cannot be handled
     */
    public Optional<MinimizedHeader> minimizeHeader(Record header) {
        Row row = new Row(0, header);
        return row.minimizeAnySegment().map(MinimizedHeader::new);
    }

    private static Chunk parse(byte[] bytes, int offset, int length) throws WireFaultException {
        try {
            return Chunk.parseFrom(ByteString.copyFrom(bytes, offset, length));
        } catch (InvalidProtocolBufferException e) {
            // The strict scan accepts nothing that the parser refuses, short of its own limits.
            throw new WireFaultException(WireRule.LIMIT, offset);
        }
    }

    private static int framedSize(byte[] record) {
        return CodedOutputStream.computeByteArraySize(Minimized.RECORDS_FIELD, record);
    }

    private static void frame(byte[] record, ByteArrayOutputStream out) {
        try {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            coded.writeTag(Minimized.RECORDS_FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            coded.writeByteArrayNoTag(record);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array takes every byte", e);
        }
    }

    /** One row on its way. */
    private final class Row {
        private final int index;
        private final Record record;
        private Optional<RowRefusal> refusal = Optional.empty();
        private byte[] person = new byte[0];
        private int personWidth;
        private final List<Integer> blank = new ArrayList<>();
        private int present;
        private int left;
        private int changed;
        private int irregular;
        private int shaped;

        Row(int index, Record record) {
            this.index = index;
            this.record = record;
        }

        /** Returns the output row; empty where it is refused, or withheld. */
        Optional<byte[]> minimize() {
            Optional<Segment> segment = Catalogue.v4()
                    .segment(record.getSegmentCase().getNumber())
                    .filter(s -> s.fileType() == context.fileType() && !s.header());
            if (segment.isEmpty()) {
                return refuse(RefusalCode.REFUSAL_CODE_SEGMENT, 0);
            }
            Message input = input(segment.get());
            if (!value(segment.get(), input, Segment.RECORD_ID_FIELD)
                    .equals(segment.get().id())) {
                return refuse(RefusalCode.REFUSAL_CODE_RECORD_ID, Segment.RECORD_ID_FIELD);
            }
            if (!value(segment.get(), input, Segment.STATE_FIELD).equals(context.state())) {
                return refuse(RefusalCode.REFUSAL_CODE_STATE, Segment.STATE_FIELD);
            }
            segment.get().person().ifPresent(element -> {
                person = value(segment.get(), input, element.field()).getBytes(StandardCharsets.UTF_8);
                personWidth = element.maxCharacters();
            });
            Optional<SegmentPlan> steps = plan.tellsPeopleApart() && !isListed()
                    ? plan.unlisted(segment.get())
                    : Optional.of(plan.segment(segment.get()));
            return steps.filter(s -> passes(s, input)).flatMap(s -> build(s, input));
        }

        private boolean passes(SegmentPlan steps, Message input) {
            return steps.withheld()
                    .filter(rule -> !rule.passing().contains(value(steps.segment(), input, rule.siblingField())))
                    .isEmpty();
        }

        /** Returns whether the row is about somebody on the list; ids that are not about one person never are. */
        private boolean isListed() {
            byte[] normal = new byte[person.length];
            Normalizer.Kind kind =
                    normalizer.normalize(TokenClass.MSIS_ID, personWidth, person, 0, person.length, normal, 0);
            if (kind != Normalizer.Kind.VALUE || normal[0] == '&') {
                return false;
            }
            byte[] id = Arrays.copyOf(normal, normalizer.length());
            return subjectTokenizers.stream()
                    .map(t -> t.token(TokenClass.MSIS_ID, id).getBytes(StandardCharsets.US_ASCII))
                    .anyMatch(token -> subjects.contains(token, 0));
        }

        Optional<byte[]> minimizeAnySegment() {
            return Catalogue.v4()
                    .segment(record.getSegmentCase().getNumber())
                    .flatMap(segment -> build(plan.segment(segment), input(segment)));
        }

        private Message input(Segment segment) {
            return (Message) record.getField(Record.getDescriptor().findFieldByNumber(segment.recordField()));
        }

        private Optional<byte[]> build(SegmentPlan steps, Message input) {
            Segment segment = steps.segment();
            Message.Builder output = input.newBuilderForType();
            for (Element element : segment.elements()) {
                String value = value(segment, input, element.field());
                if (value.isEmpty()) {
                    continue;
                }
                Step step = steps.step(element.field());
                if (step instanceof Step.BySibling by) {
                    step = by.steps().getOrDefault(value(segment, input, by.siblingField()), by.otherwise());
                }
                Optional<String> result = apply(step, element, value);
                if (refusal.isPresent()) {
                    return Optional.empty();
                }
                count(step, value, result);
                if (result.isEmpty() && !(step instanceof Step.Renumber)) {
                    blank.add(element.field());
                }
                FieldDescriptor field = segment.descriptor().findFieldByNumber(element.field());
                result.ifPresent(text -> output.setField(field, text));
            }
            return Optional.of(Record.newBuilder()
                    .setField(Record.getDescriptor().findFieldByNumber(segment.recordField()), output.build())
                    .build()
                    .toByteArray());
        }

        private void count(Step step, String value, Optional<String> result) {
            if (step instanceof Step.Renumber) {
                return;
            }
            int bit = step.fieldClass() == FieldClass.CORE
                    ? 0
                    : 1 << step.fieldClass().ordinal();
            present |= bit;
            left |= result.isPresent() && !(step instanceof Step.Token) ? bit : 0;
            changed |= result.equals(Optional.of(value)) ? 0 : bit;
        }

        /** Returns what leaves in place of a value; empty for nothing, and for a value that refuses the row. */
        private Optional<String> apply(Step step, Element element, String value) {
            if (step instanceof Step.Copy) {
                return copy(element, value);
            }
            if (step instanceof Step.Token token) {
                return token(token, element, value);
            }
            if (step instanceof Step.BirthMonth) {
                byte[] date = value.getBytes(StandardCharsets.UTF_8);
                return BirthDates.isDate(date, 0, date.length)
                        ? Optional.of(value.substring(0, 6) + "01")
                        : Optional.empty();
            }
            return Optional.empty();
        }

        private Optional<String> copy(Element element, String value) {
            if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7F || c == '|')) {
                return refuseValue(RefusalCode.REFUSAL_CODE_CHARACTER, element);
            }
            if (value.codePointCount(0, value.length()) > element.maxCharacters()) {
                return refuseValue(RefusalCode.REFUSAL_CODE_WIDTH, element);
            }
            return Optional.of(value);
        }

        private Optional<String> token(Step.Token token, Element element, String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            byte[] normal = new byte[bytes.length];
            Normalizer.Kind kind = normalizer.normalize(
                    token.tokenClass(), element.maxCharacters(), bytes, 0, bytes.length, normal, 0);
            return switch (kind) {
                case MISSING -> Optional.empty();
                case CHARACTER -> refuseValue(RefusalCode.REFUSAL_CODE_CHARACTER, element);
                case WIDTH -> refuseValue(RefusalCode.REFUSAL_CODE_WIDTH, element);
                case VALUE -> {
                    byte[] normalized = Arrays.copyOf(normal, normalizer.length());
                    irregular += normalizer.irregular() ? 1 : 0;
                    shaped += TokenShape.matches(normalized, 0, normalized.length) ? 1 : 0;
                    yield Optional.of(tokenizer.token(token.tokenClass(), normalized));
                }
            };
        }

        private Optional<byte[]> refuse(RefusalCode code, int field) {
            refusal = Optional.of(new RowRefusal(index, code, field));
            return Optional.empty();
        }

        private Optional<String> refuseValue(RefusalCode code, Element element) {
            refusal = Optional.of(new RowRefusal(index, code, element.field()));
            return Optional.empty();
        }

        private static String value(Segment segment, Message input, int field) {
            return (String) input.getField(segment.descriptor().findFieldByNumber(field));
        }
    }
}
