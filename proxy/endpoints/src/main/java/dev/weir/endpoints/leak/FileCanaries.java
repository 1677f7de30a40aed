package dev.weir.endpoints.leak;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Takes the protected values of T-MSIS files as canaries: what stands in them must not be found behind a proxy. */
public final class FileCanaries {
    private final Canaries canaries = new Canaries();
    private final RowCursor cursor = new RowCursor(Catalogue.v4());

    /** Takes the values of a file. */
    public void file(Path file, ReadSettings settings) throws IOException {
        WireBuffer record = new WireBuffer(4096);
        try (TmsisReader reader = TmsisReader.open(file, settings)) {
            byte[] header = reader.header().record().toByteArray();
            row(header, header.length, file.getFileName() + " header");
            for (TmsisReader.Next next = reader.next(); next != TmsisReader.Next.END; next = reader.next()) {
                if (next == TmsisReader.Next.ROW) {
                    record.clear();
                    reader.writeRecord(record);
                    row(record.array(), record.size(), file.getFileName() + " row " + reader.row());
                }
            }
        } catch (WireFaultException e) {
            throw new IllegalStateException("a reader makes records in canonical form", e);
        }
    }

    private void row(byte[] bytes, int length, String place) throws WireFaultException {
        Segment segment = cursor.start(bytes, 0, length);
        Map<Integer, String> values = new HashMap<>();
        while (cursor.next()) {
            values.put(
                    cursor.field(),
                    new String(bytes, cursor.valueOffset(), cursor.valueLength(), StandardCharsets.UTF_8));
        }
        values.forEach((field, value) -> {
            Element element = segment.element(field);
            if (isProtected(element, values) && !passes(element, value)) {
                canaries.add(place + " " + element.path(), value);
            }
        });
    }

    private static boolean isProtected(Element element, Map<Integer, String> values) {
        return element.classWhen()
                .map(when -> {
                    FieldClass told = when.classes().get(values.getOrDefault(when.siblingField(), ""));
                    return told == null || told.isProtected();
                })
                .orElse(element.fieldClass().isProtected());
    }

    /**
     * A birth date on the first of a month passes as it is. One character over and over is a fill value: it is about
     * nobody, and it stands in every long fraction that a metric prints.
     */
    private static boolean passes(Element element, String value) {
        boolean fill = value.chars().distinct().count() < 2;
        return fill || (element.fieldClass() == FieldClass.BIRTH && value.endsWith("01"));
    }

    /** Returns the values taken so far. */
    public Canaries canaries() {
        return canaries;
    }
}
