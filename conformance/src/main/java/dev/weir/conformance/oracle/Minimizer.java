package dev.weir.conformance.oracle;

import dev.weir.conformance.wire.WireBytes;
import dev.weir.tmsis.ClassWhen;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.RowRule;
import dev.weir.tmsis.Segment;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must come out of a proxy for a row that goes in, from the annotations of the contract and the policy alone. It is
 * written to be read beside the specification, and it is the measure for every row of every case.
 */
public final class Minimizer {
    private final Rules rules;
    private final Tokens tokens;
    private final boolean others;

    public Minimizer(Rules rules, Tokens tokens) {
        this(rules, tokens, false);
    }

    private Minimizer(Rules rules, Tokens tokens, boolean others) {
        this.rules = rules;
        this.tokens = tokens;
        this.others = others;
    }

    /** Returns the normalized form of an MSIS id. */
    public static String person(String value) {
        return Normal.of("msis-id", value);
    }

    /** Returns the classes other than CORE that have a value in a row that is sent on, and whether one was changed. */
    public Map<FieldClass, Boolean> classes(Segment segment, Map<Integer, String> values) {
        Minimizer mine = forPerson(segment, values);
        Map<FieldClass, Boolean> changed = new EnumMap<>(FieldClass.class);
        for (Element element : segment.elements()) {
            String value = values.getOrDefault(element.field(), "");
            FieldClass fieldClass = mine.fieldClass(element, values);
            if (!value.isEmpty() && fieldClass != FieldClass.CORE) {
                try {
                    boolean other = !mine.element(element, value, values).equals(value);
                    changed.merge(fieldClass, other, Boolean::logicalOr);
                } catch (RefusedValue e) {
                    throw new IllegalArgumentException("a row that is sent on has no value that refuses it", e);
                }
            }
        }
        return changed;
    }

    /** What must become of a row: released as these bytes, withheld, or refused. */
    public record Outcome(Optional<byte[]> record, String refusal, int field) {
        static Outcome released(byte[] record) {
            return new Outcome(Optional.of(record), "", 0);
        }

        static Outcome refused(String code, int field) {
            return new Outcome(Optional.empty(), code, field);
        }

        /** Returns whether nothing of the row leaves though nothing is wrong with it. */
        public boolean withheld() {
            return record.isEmpty() && refusal.isEmpty();
        }
    }

    /** A value that refuses its row. */
    private static final class RefusedValue extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        RefusedValue(String code) {
            super("a value is refused: " + code, null, false, false);
            this.code = code;
        }
    }

    /** Returns what must become of a row of a file of the state. */
    public Outcome row(Segment segment, Map<Integer, String> values, String ansi) {
        if (!values.getOrDefault(Segment.RECORD_ID_FIELD, "").equals(segment.id())) {
            return Outcome.refused("RECORD_ID", Segment.RECORD_ID_FIELD);
        }
        if (!values.getOrDefault(Segment.STATE_FIELD, "").equals(ansi)) {
            return Outcome.refused("STATE", Segment.STATE_FIELD);
        }
        Minimizer mine = forPerson(segment, values);
        if (rules.opened().filter(Rules.Opened::listedRowsOnly).isPresent() && mine.others) {
            return new Outcome(Optional.empty(), "", 0);
        }
        return mine.ofPerson(segment, values);
    }

    /** Returns what works for the row: under an attestation with a list, rows of listed people are told from others. */
    private Minimizer forPerson(Segment segment, Map<Integer, String> values) {
        if (rules.opened().isEmpty()) {
            return this;
        }
        Set<String> listed = rules.opened().get().listed();
        boolean isListed = segment.person()
                .map(person -> token(person, values.getOrDefault(person.field(), "")))
                .filter(token -> !token.startsWith("&"))
                .filter(listed::contains)
                .isPresent();
        boolean apart = rules.opened().get().subjectsSha256().isPresent();
        return new Minimizer(rules.forPerson(isListed), tokens, apart && !isListed);
    }

    private String token(Element person, String value) {
        String normalized = Normal.of("msis-id", value);
        boolean none = Normal.missing(normalized, person.maxCharacters())
                || normalized.length() > person.maxCharacters()
                || normalized.chars().anyMatch(c -> c < 0x20 || c > 0x7E);
        return none ? "" : tokens.token("msis-id", normalized);
    }

    private Outcome ofPerson(Segment segment, Map<Integer, String> values) {
        if (segment.rowRule().isPresent()) {
            RowRule rule = segment.rowRule().get();
            boolean passes = rule.passing().contains(values.getOrDefault(rule.siblingField(), ""));
            if (!passes && !rules.treatment(rule.fieldClass()).equals("COPY")) {
                return new Outcome(Optional.empty(), "", 0);
            }
        }
        return any(segment, values);
    }

    /** Returns what must become of a row, whichever file it stands in. */
    public Outcome any(Segment segment, Map<Integer, String> values) {
        SortedMap<Integer, String> kept = new TreeMap<>();
        for (Element element : segment.elements()) {
            String value = values.getOrDefault(element.field(), "");
            if (value.isEmpty()) {
                continue;
            }
            try {
                String left = element(element, value, values);
                if (!left.isEmpty()) {
                    kept.put(element.field(), left);
                }
            } catch (RefusedValue e) {
                return Outcome.refused(e.code, element.field());
            }
        }
        return Outcome.released(encode(segment, kept));
    }

    /** Returns a record in canonical form. */
    public static byte[] encode(Segment segment, Map<Integer, String> values) {
        WireBytes body = new WireBytes();
        new TreeMap<>(values).forEach((field, value) -> {
            if (!value.isEmpty()) {
                body.text(field, value);
            }
        });
        return new WireBytes().bytes(segment.recordField(), body.toByteArray()).toByteArray();
    }

    private String element(Element element, String value, Map<Integer, String> values) throws RefusedValue {
        if (element.isRecordNumber() || rules.blankElements().contains(element.name())) {
            return "";
        }
        FieldClass fieldClass = fieldClass(element, values);
        String treatment = rules.treatment(fieldClass);
        return switch (treatment) {
            case "COPY" -> copied(element, value);
            case "TOKEN" -> token(element, fieldClass, value);
            case "GENERALIZE(month)" -> isDate(value) ? value.substring(0, 6) + "01" : "";
            default -> "";
        };
    }

    /** Returns the class of an element, the strictest candidate where its sibling does not tell. */
    FieldClass fieldClass(Element element, Map<Integer, String> values) {
        if (element.classWhen().isEmpty()) {
            return element.fieldClass();
        }
        ClassWhen when = element.classWhen().get();
        FieldClass told = when.classes().get(values.getOrDefault(when.siblingField(), ""));
        if (told != null) {
            return told;
        }
        FieldClass strictest = element.fieldClass();
        for (FieldClass candidate : when.classes().values()) {
            if (rules.strictness(candidate) < rules.strictness(strictest)) {
                strictest = candidate;
            }
        }
        return strictest;
    }

    private static String copied(Element element, String value) throws RefusedValue {
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7F || c == '|')) {
            throw new RefusedValue("CHARACTER");
        }
        if (value.codePointCount(0, value.length()) > element.maxCharacters()) {
            throw new RefusedValue("WIDTH");
        }
        return value;
    }

    private String token(Element element, FieldClass fieldClass, String value) throws RefusedValue {
        String tokenClass = tokenClass(fieldClass);
        String bare = Normal.of("other-id", value);
        if (bare.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            throw new RefusedValue("CHARACTER");
        }
        String normalized = Normal.of(tokenClass, value);
        if (normalized.getBytes(StandardCharsets.UTF_8).length > element.maxCharacters()) {
            throw new RefusedValue("WIDTH");
        }
        return Normal.missing(normalized, element.maxCharacters()) ? "" : tokens.token(tokenClass, normalized);
    }

    /** Returns the name of a class in the key derivation. */
    static String tokenClass(FieldClass fieldClass) {
        return fieldClass.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isDate(String value) {
        if (!value.matches("[0-9]{8}")) {
            return false;
        }
        int year = Integer.parseInt(value.substring(0, 4));
        int month = Integer.parseInt(value.substring(4, 6));
        int day = Integer.parseInt(value.substring(6));
        boolean sane = year >= 1 && month >= 1 && month <= 12 && day >= 1;
        return sane && day <= java.time.YearMonth.of(year, month).lengthOfMonth();
    }
}
