package dev.weir.conformance.run;

import dev.weir.conformance.oracle.CanaryMint;
import dev.weir.conformance.oracle.Minimizer;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.wire.WireBytes;
import dev.weir.conformance.wire.WireParts;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.ClassWhen;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds rows from what a case says about them. Confined to one thread. */
final class Rows {
    private static final Pattern TEMPLATE = Pattern.compile("\\$\\{(c|t)(?::([a-z0-9-]+))?(?::([0-9]+))?\\}");

    private final CanaryMint mint;
    private final Minimizer minimizer;
    private final String ansi;
    private int number;

    Rows(CanaryMint mint, Minimizer minimizer, String ansi) {
        this.mint = mint;
        this.minimizer = minimizer;
        this.ansi = ansi;
    }

    /** Returns the rows that a list describes. */
    List<SentRow> of(List<Args> rows, FileType type) throws CaseFailure {
        List<SentRow> built = new ArrayList<>();
        for (Args row : rows) {
            for (int i = 0; i < row.number("repeat", 1); i++) {
                if (row.text("segment", "").equals("all")) {
                    for (Segment segment : Catalogue.v4().segments(type)) {
                        if (!segment.header()) {
                            built.add(row(segment, row, i));
                        }
                    }
                } else {
                    built.add(row(segment(row.text("segment")), row, i));
                }
            }
        }
        return built;
    }

    static Segment segment(String id) throws CaseFailure {
        return Catalogue.v4().segment(id).orElseThrow(() -> new CaseFailure("suite: " + id + " is a segment"));
    }

    private SentRow row(Segment segment, Args row, int round) throws CaseFailure {
        Map<Integer, String> values = new TreeMap<>();
        values.put(Segment.RECORD_ID_FIELD, segment.id());
        values.put(Segment.STATE_FIELD, ansi);
        values.put(Segment.RECORD_NUMBER_FIELD, Integer.toString(++number));
        fill(segment, row, round, values);
        given(segment, row, round, values);
        values.values().removeIf(String::isEmpty);
        Minimizer.Outcome outcome = minimizer.row(segment, values, ansi);
        return new SentRow(segment, values, edited(segment, row.list("edit"), values), outcome);
    }

    private void given(Segment segment, Args row, int round, Map<Integer, String> values) throws CaseFailure {
        for (Map.Entry<String, String> entry : row.map("values").entrySet()) {
            Element element = element(segment, entry.getKey());
            values.put(element.field(), text(entry.getValue().replace("${i}", Integer.toString(round)), element));
        }
        for (String name : row.texts("omit")) {
            values.remove(element(segment, name).field());
        }
    }

    static Element element(Segment segment, String name) throws CaseFailure {
        return segment.element(name)
                .orElseThrow(() -> new CaseFailure("suite: " + segment.id() + " has an element " + name));
    }

    private void fill(Segment segment, Args row, int round, Map<Integer, String> values) {
        String fill = row.text("fill", "none");
        Map<String, String> given = row.map("values");
        boolean core = fill.equals("core") || fill.equals("all");
        boolean canaries = fill.equals("protected") || fill.equals("all");
        if (core) {
            segment.elements().stream()
                    .filter(e -> e.field() > Segment.RECORD_NUMBER_FIELD && !e.canBeProtected())
                    .forEach(e -> values.put(e.field(), ordinary(e)));
        }
        if (canaries) {
            for (Element element : segment.elements()) {
                element.classWhen().ifPresent(when -> values.put(when.siblingField(), sibling(when, round)));
            }
            segment.rowRule().ifPresent(rule -> values.put(rule.siblingField(), "2"));
        }
        given.forEach((name, text) ->
                segment.element(name).filter(e -> !text.contains("${")).ifPresent(e -> values.put(e.field(), text)));
        for (Element element : segment.elements()) {
            boolean open = element.canBeProtected()
                    && !values.containsKey(element.field())
                    && !given.containsKey(element.name());
            if (canaries && open && isProtected(element, values)) {
                values.put(element.field(), mint.of(element));
            }
        }
    }

    private static String sibling(ClassWhen when, int round) {
        List<String> values = new ArrayList<>(when.classes().keySet());
        values.add("");
        values.add("Z");
        return values.get(round % values.size());
    }

    private static boolean isProtected(Element element, Map<Integer, String> values) {
        return element.classWhen()
                .map(when -> {
                    FieldClass told = when.classes().get(values.getOrDefault(when.siblingField(), ""));
                    return told == null || told.isProtected();
                })
                .orElse(true);
    }

    static String ordinary(Element element) {
        int width = element.width() == 0 ? 4 : element.width();
        return switch (element.type()) {
            case TEXT -> "CORE".substring(0, Math.min(4, width));
            case DATE -> "20261015";
            case DIGITS -> "7".repeat(Math.min(2, width));
            case DECIMAL -> element.scale() == 0 ? "12" : "12." + "5".repeat(element.scale());
        };
    }

    /** Fills canaries in: {@code ${c}} a new one, {@code ${c:name}} one of a name, {@code ${t:name:12}} a text. */
    String text(String template, Element element) {
        Matcher matcher = TEMPLATE.matcher(template);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2);
            String length = matcher.group(3);
            String value = matcher.group(1).equals("t")
                    ? mint.text(name == null ? "text" : name, length == null ? 24 : Integer.parseInt(length))
                    : name == null ? mint.of(element) : mint.named(name, element);
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(text);
        return text.toString();
    }

    /** Fills canaries in where no element is known. */
    String text(String template) {
        return text(template, Catalogue.v4().segments().get(1).element(5));
    }

    private byte[] edited(Segment segment, List<Args> edits, Map<Integer, String> values) throws CaseFailure {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        values.forEach((field, value) ->
                body.writeBytes(new WireBytes().text(field, value).toByteArray()));
        byte[] inner = body.toByteArray();
        WireParts parts = parts(segment);
        for (Args edit : edits) {
            if (edit.text("at", "body").equals("body")) {
                inner = put(inner, edit, parts);
            }
        }
        byte[] record = new WireBytes().bytes(segment.recordField(), inner).toByteArray();
        for (Args edit : edits) {
            if (edit.text("at", "body").equals("record")) {
                record = put(record, edit, parts);
            }
        }
        return record;
    }

    /** Returns a builder of bytes whose elements are those of a segment. */
    WireParts parts(Segment segment) {
        return new WireParts(
                this::text,
                name -> segment.element(name)
                        .map(Element::field)
                        .orElseThrow(() -> new IllegalArgumentException(segment.id() + " has an element " + name)));
    }

    /** Puts parts before, behind or in place of bytes. */
    static byte[] put(byte[] bytes, Args edit, WireParts parts) {
        byte[] more = parts.of(edit.list("parts"));
        return switch (edit.text("put", "append")) {
            case "prepend" -> new WireBytes().raw(more).raw(bytes).toByteArray();
            case "replace" -> more;
            default -> new WireBytes().raw(bytes).raw(more).toByteArray();
        };
    }
}
