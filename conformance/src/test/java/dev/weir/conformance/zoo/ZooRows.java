package dev.weir.conformance.zoo;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.weir.conformance.oracle.Rules;
import dev.weir.conformance.oracle.Tokens;
import dev.weir.conformance.wire.WireBytes;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.ClassWhen;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.RowRule;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.v4.Record;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Minimizes rows, rightly but for one defect. */
final class ZooRows {
    private final ZooProxy zoo;
    private final Rules rules;
    private final FileType type;
    private final String state;
    private String refusal = "";
    private int refusedField;

    ZooRows(ZooProxy zoo, Rules rules, FileType type, String state) {
        this.zoo = zoo;
        this.rules = rules;
        this.type = type;
        this.state = state;
    }

    String refusal() {
        return refusal;
    }

    int refusedField() {
        return refusedField;
    }

    /** Returns the row that leaves; empty where it is refused or withheld. */
    Optional<byte[]> row(Record record, boolean header) {
        refusal = "";
        refusedField = 0;
        Optional<Segment> found = Catalogue.v4()
                .segment(record.getSegmentCase().getNumber())
                .filter(s -> header || (s.fileType() == type && !s.header()));
        if (found.isEmpty()) {
            return refused("SEGMENT", 0);
        }
        Segment segment = found.get();
        Message input = (Message) record.getField(Record.getDescriptor().findFieldByNumber(segment.recordField()));
        if (zoo.everything() || (zoo.has("M02") && type != FileType.ELG)) {
            return Optional.of(record.toByteArray());
        }
        Map<Integer, String> values = values(input);
        if (!header && !values.getOrDefault(1, "").equals(segment.id())) {
            return refused("RECORD_ID", 1);
        }
        if (!header && !values.getOrDefault(2, "").equals(state)) {
            return refused("STATE", 2);
        }
        if (segment.rowRule().isPresent() && !zoo.has("M36")) {
            RowRule rule = segment.rowRule().get();
            if (!rule.passing().contains(values.getOrDefault(rule.siblingField(), ""))) {
                return Optional.empty();
            }
        }
        return built(segment, input, values, header);
    }

    static Map<Integer, String> values(Message input) {
        Map<Integer, String> values = new TreeMap<>();
        for (FieldDescriptor field : input.getDescriptorForType().getFields()) {
            String value = (String) input.getField(field);
            if (!value.isEmpty()) {
                values.put(field.getNumber(), value);
            }
        }
        return values;
    }

    private Optional<byte[]> built(Segment segment, Message input, Map<Integer, String> values, boolean header) {
        Map<Integer, String> kept = new LinkedHashMap<>();
        for (Map.Entry<Integer, String> entry : values.entrySet()) {
            Element element = segment.element(entry.getKey());
            boolean notation = header && zoo.has("M39") && element.name().equals("STATE-NOTATION");
            String left = notation ? entry.getValue() : element(element, entry.getValue(), values);
            if (!refusal.isEmpty()) {
                return Optional.empty();
            }
            if (!left.isEmpty() || zoo.has("M43")) {
                kept.put(entry.getKey(), left);
            }
        }
        WireBytes body = new WireBytes();
        if (zoo.has("M44")) {
            new TreeMap<>(kept).descendingMap().forEach(body::text);
        } else {
            kept.forEach(body::text);
        }
        if (zoo.has("M01")) {
            body.raw(input.getUnknownFields().toByteArray());
        }
        return Optional.of(
                new WireBytes().bytes(segment.recordField(), body.toByteArray()).toByteArray());
    }

    private String element(Element element, String value, Map<Integer, String> values) {
        if (element.isRecordNumber() && !zoo.has("M37")) {
            return "";
        }
        if (rules.blankElements().contains(element.name()) && !zoo.has("M71")) {
            return "";
        }
        FieldClass fieldClass = fieldClass(element, values);
        if (leaksClass(element, fieldClass, value, values)) {
            return value;
        }
        return switch (rules.treatment(fieldClass)) {
            case "COPY" -> copied(element, value);
            case "TOKEN" -> token(element, fieldClass, value);
            case "GENERALIZE(month)" -> month(value);
            default -> "";
        };
    }

    private boolean leaksClass(Element element, FieldClass fieldClass, String value, Map<Integer, String> values) {
        boolean protectedOne = fieldClass.isProtected();
        return (zoo.has("M65") && protectedOne && value.length() == 1)
                || (zoo.has("M66") && element.name().equals("ELIGIBLE-MIDDLE-INIT"))
                || (zoo.has("M67") && element.name().endsWith("ZIP-CODE"))
                || (zoo.has("M68") && element.name().endsWith("BAR-END-DATE"))
                || (zoo.has("M69")
                        && fieldClass == FieldClass.FREE_TEXT
                        && !element.name().equals("STATE-NOTATION"))
                || (zoo.has("M34")
                        && element.name().equals("CITIZENSHIP-IND")
                        && values.containsValue("1")
                        && value.equals("1"));
    }

    private FieldClass fieldClass(Element element, Map<Integer, String> values) {
        if (element.classWhen().isEmpty()) {
            return element.fieldClass();
        }
        ClassWhen when = element.classWhen().get();
        if (zoo.has("M03")) {
            return FieldClass.CORE;
        }
        FieldClass told = when.classes().get(values.getOrDefault(when.siblingField(), ""));
        if (told != null) {
            return told;
        }
        if (zoo.has("M72")) {
            return FieldClass.CORE;
        }
        FieldClass strictest = element.fieldClass();
        for (FieldClass candidate : when.classes().values()) {
            if (strictness(candidate) < strictness(strictest)) {
                strictest = candidate;
            }
        }
        return strictest;
    }

    private int strictness(FieldClass fieldClass) {
        return java.util.List.of("BLANK", "TOKEN", "GENERALIZE(month)", "COPY").indexOf(rules.treatment(fieldClass));
    }

    private String copied(Element element, String value) {
        boolean pipe = value.contains("|") && !zoo.has("M73");
        if (pipe || value.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            return fail("CHARACTER", element);
        }
        if (value.codePointCount(0, value.length()) > element.maxCharacters()) {
            return zoo.has("M54") ? value.substring(0, element.maxCharacters()) : fail("WIDTH", element);
        }
        return value;
    }

    private String month(String value) {
        boolean date = value.matches("[0-9]{8}")
                && value.substring(4, 6).compareTo("00") > 0
                && value.substring(4, 6).compareTo("13") < 0
                && !value.startsWith("0000")
                && value.substring(6).compareTo("00") > 0
                && Integer.parseInt(value.substring(6))
                        <= java.time.YearMonth.of(
                                        Integer.parseInt(value.substring(0, 4)),
                                        Integer.parseInt(value.substring(4, 6)))
                                .lengthOfMonth();
        if (!date) {
            return zoo.has("M70") ? value : "";
        }
        return zoo.has("M35") ? value.substring(0, 4) + "0101" : value.substring(0, 6) + "01";
    }

    private String token(Element element, FieldClass fieldClass, String value) {
        String tokenClass = zoo.has("M47")
                ? "msis-id"
                : fieldClass.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String bare = zoo.has("M59") ? value : stripped(value);
        if (bare.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            return fail("CHARACTER", element);
        }
        String normal = normal(fieldClass, bare);
        if (normal.length() > element.maxCharacters()) {
            if (!zoo.has("M54")) {
                return fail("WIDTH", element);
            }
            normal = normal.substring(0, element.maxCharacters());
        }
        boolean fill = normal.length() == element.maxCharacters() && normal.matches("0+|8+|9+");
        if (normal.isEmpty() || (fill && !zoo.has("M46"))) {
            return "";
        }
        return made(tokenClass, normal);
    }

    private static String stripped(String value) {
        return value.replaceAll("^ +| +$", "");
    }

    private String normal(FieldClass fieldClass, String bare) {
        String normal = bare;
        if (fieldClass == FieldClass.SSN) {
            String digits = bare.replace("-", "").replace(" ", "");
            normal = digits.matches("[0-9]{9}") ? digits : bare;
        } else if (fieldClass == FieldClass.MEDICARE_ID) {
            normal = bare.replace("-", "").replace(" ", "");
            normal = zoo.has("M62") ? normal : normal.toUpperCase(Locale.ROOT);
        }
        normal = zoo.has("M60") ? normal.toUpperCase(Locale.ROOT) : normal;
        return zoo.has("M22") ? normal.replaceFirst("^0+(?=.)", "") : normal;
    }

    private String made(String tokenClass, String normal) {
        if (zoo.has("M45") && normal.matches("T[A-Z][A-Z2-7]{18}")) {
            return normal;
        }
        if (zoo.has("M23")) {
            return zoo.arrivals().merge(normal, base32(normal + zoo.arrivals().size()), (a, b) -> base32(a + b));
        }
        if (zoo.has("M21")) {
            return base32(normal);
        }
        Tokens tokens = new Tokens(
                zoo.root(),
                zoo.has("M20") ? "US" : rules.state(),
                zoo.has("M63") ? "all" : rules.domain(),
                zoo.has("M48") ? 'A' : rules.epoch());
        String token = tokens.token(tokenClass, zoo.has("M61") ? normal.replace("&", "") : normal);
        return zoo.has("M48") ? "T" + rules.epoch() + token.substring(2) : token;
    }

    private String base32(String text) {
        byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toByteArray();
        StringBuilder token = new StringBuilder("T").append(rules.epoch());
        for (int i = 0; i < 18; i++) {
            token.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(digest[i] & 31));
        }
        return token.toString();
    }

    private String fail(String code, Element element) {
        refusal = code;
        refusedField = element.field();
        return "";
    }

    private Optional<byte[]> refused(String code, int field) {
        refusal = code;
        refusedField = field;
        return Optional.empty();
    }
}
