package dev.weir.core.plan;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Jurisdiction;
import dev.weir.core.policy.RowScope;
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
        hints();
        heading("The most that an attestation can open, by purpose");
        out.append(PurposeTable.of(plan.policy()));
        return out.toString();
    }

    private void classes() {
        heading(plan.opening()
                .map(Explanation::under)
                .orElse("What leaves without an attestation, for every row alike"));
        plan.row()
                .rules()
                .forEach((fieldClass, rule) ->
                        line(String.format(Locale.ROOT, "  %-18s %-18s %s", fieldClass, rule.text(), words(rule))));
    }

    private static String under(Opening opening) {
        String attestation =
                "What leaves under the attestation " + opening.attestation().hex();
        if (opening.subjects().isEmpty()) {
            return attestation + ", for every row alike";
        }
        return attestation
                + (opening.rows() == RowScope.LISTED
                        ? ", for rows of listed people; all other rows are withheld"
                        : "; rows of people who are not listed have nothing of what is LISTED");
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

    private void hints() {
        heading("Elements that pass although they correlate with immigration status; a state may blank them");
        Map<String, List<String>> hints = new TreeMap<>();
        for (SegmentPlan segment : plan.segments()) {
            for (Element element : segment.segment().elements()) {
                boolean passes = segment.step(element.field()) instanceof Step.Copy;
                if (passes && element.fieldClass() == FieldClass.IMMIGRATION_HINT) {
                    hints.computeIfAbsent(element.name(), n -> new ArrayList<>())
                            .add(segment.segment().id());
                }
            }
        }
        hints.forEach(this::element);
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

    private void heading(String text) {
        line("");
        line(text);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
