package dev.weir.core.minimize;

import dev.weir.core.plan.Plan;
import dev.weir.core.plan.SegmentPlan;
import dev.weir.core.token.TokenBatch;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenShape;
import dev.weir.smp.v1.RefusalCode;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.Utf8;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireReader;
import dev.weir.tmsis.wire.WireRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Minimizes a chunk on its bytes: each row is scanned once, runs of values that pass are copied as they stand, and the
 * places of tokens are noted; then the tokens of the whole chunk are computed together and filled in. Makes no object
 * per row. Gives the same bytes, refusals and counts as {@link PlainEngine}.
 */
public final class FastEngine implements Engine {
    /** Bytes of a record's two tags and two lengths, where both lengths have two bytes: the usual row. */
    private static final int USUAL_HEAD = 1 + 2 + 2 + 2;

    private final byte[] state;
    private final SegmentTable[] tables;
    private final @Nullable SegmentTable[] unlisted;
    private final @Nullable ListedRows listedRows;
    private final @Nullable ReleasedPeople people;
    private final boolean[] ofThisFile;
    private final RowScanner scanner;
    private final TokenBatch tokens;
    private final TallyCounter counter = new TallyCounter();
    private final WireBuffer out = new WireBuffer(1 << 16);
    private final WireReader reader = new WireReader();
    private final List<RowRefusal> refused = new ArrayList<>();
    private final List<Integer> withheld = new ArrayList<>();
    private byte[] padded = new byte[0];
    private byte[] bytes = padded;
    private int rowsIn;
    private int rowsOut;

    /** Creates an engine for a plan that does not tell people apart; the keys are those of the plan's scope. */
    public FastEngine(Plan plan, TokenKeys keys, RowContext context) {
        this(plan, keys, context, Subjects.nobody());
    }

    /**
     * Creates an engine.
     *
     * @param keys those of the plan's scope
     * @param subjects the list whose digest is in the plan
     */
    public FastEngine(Plan plan, TokenKeys keys, RowContext context, Subjects subjects) {
        if (!plan.scope().equals(keys.scope())) {
            throw new IllegalArgumentException("engine: the token keys are those of the plan's scope");
        }
        state = SegmentTable.ascii(context.state());
        tables = new SegmentTable[Catalogue.v4().recordFieldLimit()];
        unlisted = new @Nullable SegmentTable[tables.length];
        ofThisFile = new boolean[tables.length];
        for (SegmentPlan segmentPlan : plan.segments()) {
            Segment segment = segmentPlan.segment();
            tables[segment.recordField()] = new SegmentTable(segmentPlan);
            ofThisFile[segment.recordField()] = segment.fileType() == context.fileType() && !segment.header();
            plan.unlisted(segment).ifPresent(s -> unlisted[segment.recordField()] = new SegmentTable(s));
        }
        listedRows = plan.tellsPeopleApart() ? new ListedRows(plan, subjects, tables.length) : null;
        people = plan.opening().isPresent() ? new ReleasedPeople() : null;
        scanner = new RowScanner(tables);
        tokens = new TokenBatch(keys);
    }

    @Override
    public Minimized minimize(byte[] source, int offset, int length) throws WireFaultException {
        if (length > ChunkLimits.MAX_INPUT_BYTES) {
            throw new WireFaultException(WireRule.LIMIT, offset);
        }
        int from = slackBehind(source, offset, length);
        if (listedRows != null) {
            listedRows.read(bytes, from, from + length, scanner);
        }
        begin();
        long number = chunk(from, from + length);
        tokens.fill(out.array());
        counter.unknownFields(scanner.unknownFields);
        return new Minimized(
                (int) number,
                rowsOut,
                out.array(),
                out.size(),
                refused,
                withheld,
                counter.tally(rowsIn, refused.size(), withheld.size()),
                counter.blanks(),
                Optional.ofNullable(people));
    }

    private void begin() {
        out.clear();
        tokens.clear();
        counter.clear();
        refused.clear();
        withheld.clear();
        scanner.unknownFields = 0;
        rowsIn = 0;
        rowsOut = 0;
        if (people != null) {
            people.clear();
        }
    }

    /** Sees to it that the scanner may look behind the chunk; returns where the chunk begins. */
    private int slackBehind(byte[] source, int offset, int length) {
        if (source.length - offset - length >= RowScanner.SLACK) {
            bytes = source;
            return offset;
        }
        if (padded.length < length + RowScanner.SLACK) {
            padded = new byte[length + RowScanner.SLACK];
        }
        System.arraycopy(source, offset, padded, 0, length);
        bytes = padded;
        return 0;
    }

    /** Takes the chunk apart and returns its number. */
    private long chunk(int offset, int end) throws WireFaultException {
        long number = 0;
        boolean numbered = false;
        reader.start(bytes, offset, end - offset);
        while (!reader.atEnd()) {
            int at = reader.position();
            switch (reader.tag()) {
                case 1 -> {
                    require(!numbered, WireRule.DUPLICATE, at);
                    require(reader.wireType() == Varints.VARINT, WireRule.WIRE_TYPE, at);
                    number = reader.varint();
                    require(number >= 0 && number <= 0xFFFFFFFFL, WireRule.RANGE, at);
                    numbered = true;
                }
                case 2 -> throw new WireFaultException(WireRule.HOP, at);
                case Minimized.RECORDS_FIELD -> {
                    require(reader.wireType() == Varints.LENGTH, WireRule.WIRE_TYPE, at);
                    int size = reader.length();
                    require(rowsIn < ChunkLimits.MAX_ROWS, WireRule.LIMIT, at);
                    row(reader.position(), size);
                    rowsIn++;
                    reader.skip(size);
                }
                default -> {
                    scanner.unknownFields++;
                    reader.skipValue();
                }
            }
        }
        return number;
    }

    private static void require(boolean holds, WireRule rule, int at) throws WireFaultException {
        if (!holds) {
            throw new WireFaultException(rule, at);
        }
    }

    private void row(int offset, int size) throws WireFaultException {
        int segment = scanner.scan(bytes, offset, offset + size);
        if (segment == 0 || !ofThisFile[segment]) {
            refuse(RefusalCode.REFUSAL_CODE_SEGMENT, 0);
            return;
        }
        if (!valueIs(Segment.RECORD_ID_FIELD, tables[segment].id)) {
            refuse(RefusalCode.REFUSAL_CODE_RECORD_ID, Segment.RECORD_ID_FIELD);
            return;
        }
        if (!valueIs(Segment.STATE_FIELD, state)) {
            refuse(RefusalCode.REFUSAL_CODE_STATE, Segment.STATE_FIELD);
            return;
        }
        SegmentTable table = listedRows == null || listedRows.listed(rowsIn) ? tables[segment] : unlisted[segment];
        if (table == null || table.rowField != 0 && !passes(table)) {
            withheld.add(rowsIn);
            return;
        }
        emit(table, size);
    }

    private boolean valueIs(int field, byte[] expected) {
        int at = scanner.indexOf(field);
        return at >= 0 && SegmentTable.equal(expected, bytes, scanner.value[at], scanner.length[at]);
    }

    private boolean passes(SegmentTable table) {
        int at = scanner.indexOf(table.rowField);
        return at >= 0 && table.passes(bytes, scanner.value[at], scanner.length[at]);
    }

    private void refuse(RefusalCode code, int field) {
        refused.add(new RowRefusal(rowsIn, code, field));
    }

    /** Writes the row behind what is written already, or takes it back where a value refuses it. */
    private void emit(SegmentTable table, int size) {
        int begin = out.size();
        int firstToken = tokens.size();
        byte[] target = out.reserve(USUAL_HEAD + 8 + size + scanner.count * (TokenShape.LENGTH + 3));
        int at = values(table, target, begin + USUAL_HEAD);
        if (at < 0) {
            tokens.truncate(firstToken);
            return;
        }
        int written = head(table, target, begin, at, firstToken);
        if (begin + written > ChunkLimits.MAX_OUTPUT_BYTES) {
            tokens.truncate(firstToken);
            refuse(RefusalCode.REFUSAL_CODE_SIZE, 0);
            return;
        }
        out.advance(written);
        counter.row(table.recordTag >>> 3, present, changed, irregular, shaped);
        rowsOut++;
        int person = scanner.indexOf(table.personField);
        if (people != null && table.personField != 0 && person >= 0) {
            int width = table.maxCharacters[table.personField];
            people.add(bytes, scanner.value[person], scanner.length[person], width, left);
        }
    }

    /** Puts tags and lengths in front of the values; returns the bytes of the whole row. */
    private int head(SegmentTable table, byte[] target, int begin, int end, int firstToken) {
        int body = end - begin - USUAL_HEAD;
        int record = Varints.size(table.recordTag) + Varints.size(body) + body;
        int head = 1 + Varints.size(record) + record - body;
        int shift = head - USUAL_HEAD;
        if (shift != 0) {
            System.arraycopy(target, begin + USUAL_HEAD, target, begin + head, body);
            tokens.shift(firstToken, shift);
        }
        int at = Varints.put(target, begin, Varints.lengthTag(Minimized.RECORDS_FIELD));
        at = Varints.put(target, at, record);
        at = Varints.put(target, at, table.recordTag);
        Varints.put(target, at, body);
        return head + body;
    }

    private int present;
    private int left;
    private int changed;
    private int irregular;
    private int shaped;

    /** Writes the values that leave, in ascending order; returns the position behind them, -1 for a refused row. */
    private int values(SegmentTable table, byte[] target, int begin) {
        counter.startRow();
        present = 0;
        left = 0;
        changed = 0;
        irregular = 0;
        shaped = 0;
        int at = begin;
        int runStart = 0;
        int runEnd = 0;
        for (int i = 0; i < scanner.count; i++) {
            int length = scanner.length[i];
            if (length == 0) {
                continue;
            }
            int field = scanner.field[i];
            int step = table.steps[field];
            if (SegmentTable.action(step) == SegmentTable.BY_SIBLING) {
                step = bySibling(table, field);
            }
            int bit = SegmentTable.classBit(step);
            if (SegmentTable.action(step) == SegmentTable.COPY) {
                if ((scanner.kind[i] | (length > table.maxCharacters[field] ? 1 : 0)) != 0 && !mayPass(table, i)) {
                    return -1;
                }
                present |= bit;
                left |= bit;
                // Values that stand one behind the other are canonical as they are and are copied together.
                if (scanner.start[i] != runEnd) {
                    at = copyRun(runStart, runEnd, target, at);
                    runStart = scanner.start[i];
                }
                runEnd = scanner.value[i] + length;
                continue;
            }
            at = copyRun(runStart, runEnd, target, at);
            runStart = 0;
            runEnd = 0;
            if (SegmentTable.action(step) == SegmentTable.TOKEN) {
                at = token(table, step, i, target, at);
                if (at < 0) {
                    return -1;
                }
            } else if (SegmentTable.action(step) == SegmentTable.BIRTH_MONTH) {
                at = birthMonth(i, bit, target, at);
            } else if (SegmentTable.action(step) == SegmentTable.BLANK) {
                counter.blank(field);
                changed |= bit;
            } else {
                continue;
            }
            present |= bit;
        }
        return copyRun(runStart, runEnd, target, at);
    }

    private int copyRun(int start, int end, byte[] target, int at) {
        System.arraycopy(bytes, start, target, at, end - start);
        return at + end - start;
    }

    private int bySibling(SegmentTable table, int field) {
        int sibling = scanner.indexOf(table.siblingField(field));
        return sibling < 0
                ? table.bySibling(field, bytes, 0, 0)
                : table.bySibling(field, bytes, scanner.value[sibling], scanner.length[sibling]);
    }

    /** Decides about a value that is not plain ASCII within its width. */
    private boolean mayPass(SegmentTable table, int i) {
        if ((scanner.kind[i] & RowScanner.UNPRINTABLE) != 0) {
            refuse(RefusalCode.REFUSAL_CODE_CHARACTER, scanner.field[i]);
            return false;
        }
        int characters = (scanner.kind[i] & RowScanner.WIDE) == 0
                ? scanner.length[i]
                : Utf8.characters(bytes, scanner.value[i], scanner.length[i]);
        if (characters > table.maxCharacters[scanner.field[i]]) {
            refuse(RefusalCode.REFUSAL_CODE_WIDTH, scanner.field[i]);
            return false;
        }
        return true;
    }

    private int token(SegmentTable table, int step, int i, byte[] target, int at) {
        int field = scanner.field[i];
        int head = field < 16 ? 1 : 2;
        int place = at + head + 1;
        switch (tokens.add(
                SegmentTable.tokenClass(step),
                table.maxCharacters[field],
                bytes,
                scanner.value[i],
                scanner.length[i],
                place)) {
            case VALUE -> {
                changed |= SegmentTable.classBit(step);
                irregular += tokens.irregular() ? 1 : 0;
                shaped += tokens.tokenShaped() ? 1 : 0;
                System.arraycopy(bytes, scanner.start[i], target, at, head);
                target[at + head] = TokenShape.LENGTH;
                return place + TokenShape.LENGTH;
            }
            case MISSING -> {
                counter.blank(field);
                changed |= SegmentTable.classBit(step);
                return at;
            }
            case CHARACTER -> refuse(RefusalCode.REFUSAL_CODE_CHARACTER, field);
            case WIDTH -> refuse(RefusalCode.REFUSAL_CODE_WIDTH, field);
        }
        return -1;
    }

    private int birthMonth(int i, int bit, byte[] target, int at) {
        int value = scanner.value[i];
        if (!BirthDates.isDate(bytes, value, scanner.length[i])) {
            counter.blank(scanner.field[i]);
            changed |= bit;
            return at;
        }
        int size = value - scanner.start[i] + BirthDates.LENGTH;
        System.arraycopy(bytes, scanner.start[i], target, at, size);
        left |= bit;
        int day = at + size - 2;
        if (target[day] != '0' || target[day + 1] != '1') {
            changed |= bit;
            target[day] = '0';
            target[day + 1] = '1';
        }
        return at + size;
    }

    /** Overwrites what is left of the last chunk: rows about people. */
    public void wipe() {
        Arrays.fill(padded, (byte) 0);
        Arrays.fill(out.array(), (byte) 0);
    }
}
