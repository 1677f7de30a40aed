package dev.weir.core.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.core.testing.Chunks;
import dev.weir.core.testing.TestPolicies;
import dev.weir.core.token.TestKeys;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.testing.RandomRows;
import dev.weir.tmsis.v4.Record;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A narrower policy never lets a value out that a wider one holds back, in rows of every segment. */
class NarrowerTest {
    @ParameterizedTest
    @EnumSource(FileType.class)
    void narrowerPolicy_neverReleasesMore(FileType type) throws Exception {
        Random random = new Random(90 + type.ordinal());
        RandomRows rows = new RandomRows(random.nextLong(), "06");
        RowContext context = new RowContext(type, "06");
        int compared = 0;
        for (int round = 0; round < 30; round++) {
            Policy wide = TestPolicies.random(random);
            Policy other = TestPolicies.random(random);
            Set<String> blank = new HashSet<>(wide.blankElements());
            blank.addAll(other.blankElements());
            Policy narrow = TestPolicies.california(wide.none().stricter(other.none()), blank);
            Engine wideEngine = new FastEngine(Plan.withoutAttestation(wide), TestKeys.keys(), context);
            Engine narrowEngine = new FastEngine(Plan.withoutAttestation(narrow), TestKeys.keys(), context);
            for (Segment segment : Catalogue.v4().segments(type)) {
                if (segment.header()) {
                    continue;
                }
                byte[] row = RandomRows.record(segment, rows.row(segment, 1));
                byte[] chunk = Chunks.of(0, List.of(row));
                List<Map<Integer, String>> fromWide = values(wideEngine.minimize(chunk, 0, chunk.length));
                List<Map<Integer, String>> fromNarrow = values(narrowEngine.minimize(chunk, 0, chunk.length));
                if (fromNarrow.isEmpty() || fromWide.isEmpty()) {
                    // A row that the wider policy withholds or refuses must not come out of the narrower one, unless
                    // the
                    // narrower one blanks what the wider one refused.
                    continue;
                }
                Map<Integer, String> input = values(Record.parseFrom(row));
                fromNarrow.get(0).forEach((field, value) -> {
                    boolean raw = value.equals(input.get(field));
                    if (raw) {
                        assertEquals(value, fromWide.get(0).get(field), segment.id() + " field " + field);
                    }
                });
                compared++;
            }
        }
        assertTrue(compared > 30, "rows compared: " + compared);
    }

    private static List<Map<Integer, String>> values(Minimized minimized) throws Exception {
        List<Map<Integer, String>> all = new ArrayList<>();
        minimized.forEachRecord((bytes, offset, length) ->
                all.add(values(Record.parseFrom(java.nio.ByteBuffer.wrap(bytes, offset, length)))));
        return all;
    }

    private static Map<Integer, String> values(Record record) {
        Map<Integer, String> values = new HashMap<>();
        Message row = (Message) record.getField(
                Record.getDescriptor().findFieldByNumber(record.getSegmentCase().getNumber()));
        for (Map.Entry<FieldDescriptor, Object> field : row.getAllFields().entrySet()) {
            values.put(field.getKey().getNumber(), (String) field.getValue());
        }
        return values;
    }
}
