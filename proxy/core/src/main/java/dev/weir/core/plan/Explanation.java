package dev.weir.core.plan;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Jurisdiction;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.PurposePolicy;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Renders a plan for people: classes first, then every element that does not pass as it is, then the purposes. */
final class Explanation {
    private static final int LINE = 118;

    private final Plan plan;
    private final StringBuilder out = new StringBuilder();

    Explanation(Plan plan) {
        this.plan = plan;
    }

    String text() {
        Jurisdiction who = plan.policy().jurisdiction();
        line(who.ownName() + " (" + who.usps() + ", ANSI " + String.join(" ", who.ansi()) + ")");
        line("");
        line("policy  " + plan.policySha256().hex());
        line("plan    " + plan.sha256().hex());
        line("tokens  linkage domain " + plan.scope().domain() + ", epoch "
                + plan.scope().epoch());
        line("notice  " + plan.policy().notice());
        line("statute "
                + (plan.policy().statute().isEmpty()
                        ? "to be named by counsel"
                        : plan.policy().statute()));
        classes();
        rows();
        elements();
        purposes();
        return out.toString();
    }

    private void classes() {
        heading("What leaves without an attestation, for every row alike");
        plan.row()
                .rules()
                .forEach((fieldClass, rule) ->
                        line(String.format(Locale.ROOT, "  %-18s %-18s %s", fieldClass, rule.text(), words(rule))));
    }

    private static String words(ClassRule rule) {
        return switch (rule.treatment()) {
            case BLANK -> "nothing is sent";
            case TOKEN -> "a keyed token stands for the value";
            case GENERALIZE ->
                rule.generalize()
                        .filter(g -> g.fitsTmsis())
                        .map(g -> "the first of the month stands for the date")
                        .orElse("nothing is sent: a T-MSIS element cannot hold the coarser value");
            case LISTED -> "the value is sent for attested people only";
            case COPY -> "the value is sent";
        };
    }

    private void rows() {
        heading("Rows that are withheld");
        boolean none = true;
        for (SegmentPlan segment : plan.segments()) {
            if (segment.withheld().isPresent()) {
                var rule = segment.withheld().get();
                String sibling = segment.segment().element(rule.siblingField()).name();
                line("  " + segment.segment().id() + " unless " + sibling + " is "
                        + String.join(" or ", new TreeSet<>(rule.passing())));
                none = false;
            }
        }
        if (none) {
            line("  none");
        }
    }

    private void elements() {
        heading("Elements that do not pass as they are");
        Map<String, Map<String, List<String>>> byTreatment = new LinkedHashMap<>();
        for (String title : List.of("TOKEN", "GENERALIZE", "BLANK", "BY SIBLING", "NUMBERED ANEW")) {
            byTreatment.put(title, new TreeMap<>());
        }
        for (SegmentPlan segment : plan.segments()) {
            for (Element element : segment.segment().elements()) {
                Step step = segment.step(element.field());
                if (!(step instanceof Step.Copy)) {
                    String what = element.name() + detail(step, segment.segment(), element);
                    byTreatment
                            .getOrDefault(title(step), Map.of())
                            .computeIfAbsent(what, n -> new ArrayList<>())
                            .add(segment.segment().id());
                }
            }
        }
        byTreatment.forEach((title, elements) -> {
            if (!elements.isEmpty()) {
                line("  " + title);
                elements.forEach(this::element);
            }
        });
    }

    private static String title(Step step) {
        if (step instanceof Step.Token) {
            return "TOKEN";
        }
        if (step instanceof Step.BirthMonth) {
            return "GENERALIZE";
        }
        if (step instanceof Step.Renumber) {
            return "NUMBERED ANEW";
        }
        return step instanceof Step.BySibling ? "BY SIBLING" : "BLANK";
    }

    private static String detail(Step step, Segment segment, Element element) {
        if (step instanceof Step.Token token) {
            return " (" + token.tokenClass().label() + ")";
        }
        if (step instanceof Step.BySibling sibling) {
            Map<String, List<String>> values = new TreeMap<>();
            sibling.steps()
                    .forEach((value, then) -> values.computeIfAbsent(shortName(then), s -> new ArrayList<>())
                            .add(value));
            List<String> parts = new ArrayList<>();
            values.forEach((then, list) -> {
                list.sort(null);
                parts.add(String.join(" ", list) + " " + then);
            });
            return " (" + segment.element(sibling.siblingField()).name() + ": " + String.join(", ", parts) + ", else "
                    + shortName(sibling.otherwise()) + ")";
        }
        return element.classWhen().isPresent() ? "" : " (" + step.fieldClass() + ")";
    }

    private static String shortName(Step step) {
        if (step instanceof Step.Token token) {
            return "TOKEN as " + token.tokenClass().label();
        }
        if (step instanceof Step.Copy) {
            return "COPY";
        }
        return step instanceof Step.BirthMonth ? "GENERALIZE" : "BLANK";
    }

    private void element(String what, List<String> segments) {
        StringBuilder current = new StringBuilder("    ").append(what).append(':');
        for (String segment : segments) {
            if (current.length() + 1 + segment.length() > LINE) {
                line(current.toString());
                current = new StringBuilder("       ");
            }
            current.append(' ').append(segment);
        }
        line(current.toString());
    }

    private void purposes() {
        heading("The most that an attestation can open, by purpose");
        Policy policy = plan.policy();
        line("  T token, - blank, G coarser, L raw for listed people, R raw for all rows; off: not accepted");
        StringBuilder names = new StringBuilder(String.format(Locale.ROOT, "  %-26s", ""));
        for (FieldClass fieldClass : FieldClass.values()) {
            if (fieldClass != FieldClass.CORE) {
                names.append(' ').append(abbreviation(fieldClass));
            }
        }
        line(names.toString().stripTrailing());
        for (PurposePolicy purpose : policy.purposes().values()) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-26s", purpose.purpose()));
            for (FieldClass fieldClass : FieldClass.values()) {
                if (fieldClass != FieldClass.CORE) {
                    row.append(' ')
                            .append(String.format(
                                    Locale.ROOT,
                                    "%-4s",
                                    letter(purpose.release().rule(fieldClass))));
                }
            }
            if (purpose.exclusive()) {
                row.append(" immigration or address, not both");
            }
            line((row + (purpose.enabled() ? "" : " off")).stripTrailing());
        }
        line(
                "  MSIS msis id, CASE case id, CLM claim id, OTH other ids, SSN, MCR Medicare id, NAME, CONT contact, BRTH birth,");
        line(
                "  ADDR address, GEO geography, IMM immigration, IMMP what gives it away, THRD third party, TEXT free text, HINT");
    }

    private static String abbreviation(FieldClass fieldClass) {
        return switch (fieldClass) {
            case CORE -> "CORE";
            case IMMIGRATION_HINT -> "HINT";
            case MSIS_ID -> "MSIS";
            case CASE_ID -> "CASE";
            case CLAIM_ID -> "CLM ";
            case OTHER_ID -> "OTH ";
            case SSN -> "SSN ";
            case MEDICARE_ID -> "MCR ";
            case NAME -> "NAME";
            case CONTACT -> "CONT";
            case BIRTH -> "BRTH";
            case ADDRESS -> "ADDR";
            case GEOGRAPHY -> "GEO ";
            case IMMIGRATION -> "IMM ";
            case IMMIGRATION_PROXY -> "IMMP";
            case THIRD_PARTY -> "THRD";
            case FREE_TEXT -> "TEXT";
        };
    }

    private static String letter(ClassRule rule) {
        return switch (rule.treatment()) {
            case BLANK -> "-";
            case TOKEN -> "T";
            case GENERALIZE -> "G";
            case LISTED -> "L";
            case COPY -> "R";
        };
    }

    private void heading(String text) {
        line("");
        line(text);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
