package dev.weir.proxy.app;

import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One row of a synthetic sample beside what is left of it in the feed. */
final class SideBySide {
    private static final String SEGMENT = "ELG00002";

    private SideBySide() {}

    /** Returns the columns of the first person in the eligibility file, with those of the feed. */
    static List<QuickstartResult.Column> firstPerson(
            List<Path> inputs, List<FeedExport.Rendered> feed, ReadSettings read) throws IOException {
        Map<String, String> before = new HashMap<>();
        Map<String, String> after = new HashMap<>();
        for (Path input : inputs) {
            before.putAll(first(input, read));
        }
        for (FeedExport.Rendered file : feed) {
            after.putAll(first(file.path(), read));
        }
        List<QuickstartResult.Column> columns = new ArrayList<>();
        for (Element element : Catalogue.v4().segment(SEGMENT).orElseThrow().elements()) {
            String was = before.getOrDefault(element.name(), "");
            String is = after.getOrDefault(element.name(), "");
            if (!was.isEmpty() || !is.isEmpty()) {
                columns.add(new QuickstartResult.Column(element.name(), was, is));
            }
        }
        return columns;
    }

    private static Map<String, String> first(Path file, ReadSettings read) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (TmsisReader reader = TmsisReader.open(file, read)) {
            if (reader.header().fileType() != FileType.ELG) {
                return values;
            }
            while (reader.next() != TmsisReader.Next.END) {
                Segment segment = reader.segment().orElseThrow();
                if (!segment.id().equals(SEGMENT)) {
                    continue;
                }
                WireBuffer record = new WireBuffer(1024);
                reader.writeRecord(record);
                RowCursor cursor = new RowCursor(Catalogue.v4());
                cursor.start(record.array(), 0, record.size());
                while (cursor.next()) {
                    values.put(
                            segment.element(cursor.field()).name(),
                            new String(
                                    record.array(),
                                    cursor.valueOffset(),
                                    cursor.valueLength(),
                                    StandardCharsets.UTF_8));
                }
                return values;
            }
            return values;
        } catch (WireFaultException e) {
            throw new IllegalStateException("a reader makes records in canonical form", e);
        }
    }
}
