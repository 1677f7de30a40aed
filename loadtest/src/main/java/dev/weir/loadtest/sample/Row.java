package dev.weir.loadtest.sample;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.ValueType;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.WireBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One row while it is filled, by element name. Naming an element that the segment does not have, or giving a value that
 * does not fit, is a defect of the generator and throws. Confined to one thread.
 */
public final class Row {
    private static final Map<String, Map<String, Element>> BY_SEGMENT = Catalogue.v4().segments().stream()
            .collect(Collectors.toUnmodifiableMap(
                    Segment::id,
                    s -> s.elements().stream().collect(Collectors.toUnmodifiableMap(Element::name, e -> e))));

    private final Segment segment;
    private final Map<String, Element> elements;
    private final String[] values;

    private Row(Segment segment) {
        this.segment = segment;
        this.elements = BY_SEGMENT.getOrDefault(segment.id(), Map.of());
        this.values = new String[segment.elements().size()];
        Arrays.fill(values, "");
        put("RECORD-ID", segment.id());
        put("SUBMITTING-STATE", ReportingMonth.STATE);
    }

    static Row of(String segmentId) {
        return new Row(Catalogue.v4()
                .segment(segmentId)
                .orElseThrow(() -> new IllegalArgumentException(segmentId + ": is not in the dictionary")));
    }

    /** Returns the segment of the row. */
    public Segment segment() {
        return segment;
    }

    /** Returns the values in the order of the segment, blank where there is none. */
    public List<String> values() {
        return List.of(values);
    }

    /** Returns a value by element name. */
    public String value(String name) {
        return values[element(name).field() - 1];
    }

    Row put(String name, String value) {
        return put(element(name), value);
    }

    /** Puts the number of the row in its file. */
    public Row withNumber(long number) {
        return put(Element.RECORD_NUMBER, Numbers.padded(number, 11));
    }

    private Element element(String name) {
        Element element = elements.get(name);
        if (element == null) {
            throw new IllegalArgumentException(segment.id() + "." + name + ": is not in the dictionary");
        }
        return element;
    }

    /** Puts a value where the segment has such an element. */
    Row offer(String name, String value) {
        Element element = elements.get(name);
        return element == null ? this : put(element, value);
    }

    boolean has(String name) {
        return elements.containsKey(name);
    }

    Row put(String name, LocalDate date) {
        return put(name, ReportingMonth.text(date));
    }

    Row money(String name, long cents) {
        return put(name, Numbers.money(cents));
    }

    /** Puts a whole number, in the digits and with the scale of the element. */
    Row number(String name, int number) {
        Element element = element(name);
        return put(
                element,
                element.type() == ValueType.DIGITS
                        ? Numbers.padded(number, element.width())
                        : Numbers.quantity(number, element.scale()));
    }

    Row span(String fromName, String toName, Span span) {
        return put(fromName, span.begin()).put(toName, span.end());
    }

    private Row put(Element element, String value) {
        if (value.length() > element.maxCharacters()) {
            throw new IllegalArgumentException(element.path() + ": a value is too wide");
        }
        values[element.field() - 1] = value;
        return this;
    }

    /** Appends the row as a record in wire form. */
    public void writeRecord(RowEncoder encoder, WireBuffer out) {
        WireBuffer bytes = new WireBuffer(1024);
        int[] ends = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            byte[] value = values[i].getBytes(StandardCharsets.UTF_8);
            bytes.put(value, 0, value.length);
            ends[i] = bytes.size();
        }
        encoder.start(bytes.array());
        for (int i = 0; i < ends.length; i++) {
            int from = i == 0 ? 0 : ends[i - 1];
            encoder.value(i + 1, from, ends[i] - from);
        }
        encoder.record(segment, out);
    }
}
