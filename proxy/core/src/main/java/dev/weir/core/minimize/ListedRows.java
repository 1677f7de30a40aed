package dev.weir.core.minimize;

import dev.weir.core.plan.Plan;
import dev.weir.core.token.Normalizer;
import dev.weir.core.token.TokenBatch;
import dev.weir.core.token.TokenClass;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenShape;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireReader;
import dev.weir.tmsis.wire.WireRule;
import java.util.List;

/**
 * Tells which rows of a chunk are about people of an attested list: the tokens of their MSIS ids are computed together
 * and looked up. Rows that name nobody, and ids that are not about one person, are not listed. Confined to one thread.
 */
final class ListedRows {
    private static final int PER_EPOCH = ChunkLimits.MAX_ROWS * TokenShape.LENGTH;

    private final Subjects subjects;
    private final List<TokenBatch> batches;
    private final int[] personField;
    private final int[] width;
    private final WireReader reader = new WireReader();
    private final byte[] tokens;
    private final boolean[] listed = new boolean[ChunkLimits.MAX_ROWS];
    private final int[] slots = new int[ChunkLimits.MAX_ROWS];
    private int rows;
    private int people;

    ListedRows(Plan plan, Subjects subjects, int recordFieldLimit) {
        this.subjects = subjects;
        batches = subjects.keys().stream().map(TokenBatch::new).toList();
        tokens = new byte[batches.size() * PER_EPOCH];
        for (TokenKeys keys : subjects.keys()) {
            boolean same = keys.scope().state().equals(plan.scope().state())
                    && keys.scope().domain().equals(plan.scope().domain());
            if (!same) {
                throw new IllegalArgumentException("engine: a list is of the plan's linkage domain");
            }
        }
        personField = new int[recordFieldLimit];
        width = new int[recordFieldLimit];
        plan.segments().forEach(s -> {
            Segment segment = s.segment();
            personField[segment.recordField()] =
                    segment.person().map(Element::field).orElse(0);
            width[segment.recordField()] =
                    segment.person().map(Element::maxCharacters).orElse(0);
        });
    }

    /** Reads the rows of a chunk ahead of their minimization; faults of the bytes are those that it will find too. */
    void read(byte[] bytes, int offset, int end, RowScanner scanner) throws WireFaultException {
        rows = 0;
        people = 0;
        reader.start(bytes, offset, end - offset);
        while (!reader.atEnd()) {
            int at = reader.position();
            if (reader.tag() == Minimized.RECORDS_FIELD && reader.wireType() == Varints.LENGTH) {
                int size = reader.length();
                if (rows == ChunkLimits.MAX_ROWS) {
                    throw new WireFaultException(WireRule.LIMIT, at);
                }
                int from = reader.position();
                row(bytes, scanner, scanner.scan(bytes, from, from + size));
                reader.skip(size);
            } else {
                reader.skipValue();
            }
        }
        finish();
    }

    private void row(byte[] bytes, RowScanner scanner, int segment) {
        int at = personField[segment] == 0 ? -1 : scanner.indexOf(personField[segment]);
        boolean value = at >= 0 && !batches.isEmpty();
        for (int i = 0; value && i < batches.size(); i++) {
            int target = i * PER_EPOCH + people * TokenShape.LENGTH;
            value = batches.get(i)
                            .add(
                                    TokenClass.MSIS_ID,
                                    width[segment],
                                    bytes,
                                    scanner.value[at],
                                    scanner.length[at],
                                    target)
                    == Normalizer.Kind.VALUE;
        }
        slots[rows++] = value ? people++ : -1;
    }

    private void finish() {
        batches.forEach(batch -> batch.fill(tokens));
        for (int row = 0; row < rows; row++) {
            listed[row] = false;
            for (int i = 0; slots[row] >= 0 && i < batches.size(); i++) {
                int at = i * PER_EPOCH + slots[row] * TokenShape.LENGTH;
                listed[row] |= tokens[at] != '&' && subjects.contains(tokens, at);
            }
        }
    }

    /** Returns whether a row is about somebody on the list. */
    boolean listed(int row) {
        return listed[row];
    }
}
