package dev.weir.proxy.app;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.v4.Record;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a file and sends nothing: counts what would be blanked and which CMS rules would find fault with it. Counts and
 * names only; no value is kept.
 */
public final class ShadowRun {
    private final Policy policy;
    private final ReleaseRow row;
    private final CmsRules rules;
    private final ReadSettings read;

    public ShadowRun(Policy policy, ReleaseRow row, CmsRules rules, ReadSettings read) {
        this.policy = policy;
        this.row = row;
        this.rules = rules;
        this.read = read;
    }

    /**
     * What would become of a file.
     *
     * @param rows rows behind the header row
     * @param blanked filled values that would be blank, by segment and element
     * @param rules rows with which each rule would find fault
     */
    public record Result(long rows, Map<String, Long> blanked, Map<String, Long> rules) {}

    /** What is looked at in rows of a segment. */
    private record Watch(FieldDescriptor field, String name, List<String> rules) {}

    /** Reads a file from end to end. */
    public Result run(Path file) throws IOException {
        Map<String, Long> blanked = new TreeMap<>();
        Map<String, Long> fired = new TreeMap<>();
        Map<Integer, List<Watch>> watches = new HashMap<>();
        long rows = 0;
        try (TmsisReader reader = TmsisReader.open(file, read)) {
            TmsisReader.Next next = reader.next();
            while (next != TmsisReader.Next.END) {
                if (next == TmsisReader.Next.ROW) {
                    rows++;
                    WireBuffer bytes = new WireBuffer(reader.recordSize());
                    reader.writeRecord(bytes);
                    row(Record.parseFrom(bytes.toByteArray()), watches, blanked, fired);
                }
                next = reader.next();
            }
        }
        return new Result(rows, blanked, fired);
    }

    private void row(
            Record record, Map<Integer, List<Watch>> watches, Map<String, Long> blanked, Map<String, Long> fired) {
        int number = record.getSegmentCase().getNumber();
        Message message = (Message) record.getField(Record.getDescriptor().findFieldByNumber(number));
        for (Watch watch : watches.computeIfAbsent(number, n -> watches(n, message))) {
            if (message.hasField(watch.field())) {
                blanked.merge(watch.name(), 1L, Long::sum);
                watch.rules().forEach(rule -> fired.merge(rule, 1L, Long::sum));
            }
        }
    }

    private List<Watch> watches(int recordField, Message message) {
        Segment segment = Catalogue.v4()
                .segment(recordField)
                .orElseThrow(() -> new IllegalStateException("a record is of a segment of the catalogue"));
        return segment.elements().stream()
                .filter(e -> !e.isRecordNumber() && CmsRules.isBlank(policy, row, e))
                .map(e -> watch(segment, e, message))
                .toList();
    }

    private Watch watch(Segment segment, Element element, Message message) {
        return new Watch(
                message.getDescriptorForType().findFieldByNumber(element.field()),
                segment.id() + "." + element.name(),
                rules.of(segment, element).stream().map(CmsRules.Rule::id).toList());
    }
}
