package dev.weir.core.plan;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.GeneralizeRule;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.Treatment;
import dev.weir.core.token.TokenClass;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.ClassWhen;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.RowRule;
import dev.weir.tmsis.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles a row of treatments to steps. */
final class PlanCompiler {
    private final Catalogue catalogue;
    private final Policy policy;
    private final ReleaseRow row;

    PlanCompiler(Catalogue catalogue, Policy policy, ReleaseRow row) {
        this.catalogue = catalogue;
        this.policy = policy;
        this.row = row;
    }

    List<SegmentPlan> compile() {
        List<SegmentPlan> segments = new ArrayList<>();
        for (Segment segment : catalogue.segments()) {
            List<Step> steps = segment.elements().stream().map(this::step).toList();
            segments.add(new SegmentPlan(segment, steps, withheld(segment)));
        }
        return segments;
    }

    /** Rows are withheld unless their class leaves as it is: that they exist is what the class would tell. */
    private Optional<RowRule> withheld(Segment segment) {
        return segment.rowRule()
                .filter(rule -> !row.rule(rule.fieldClass()).treatment().releases());
    }

    private Step step(Element element) {
        if (element.isRecordNumber()) {
            return new Step.Renumber(element.fieldClass());
        }
        if (policy.blankElements().contains(element.name())) {
            return new Step.Blank(element.fieldClass());
        }
        return element.classWhen().map(when -> bySibling(element, when)).orElseGet(() -> step(element.fieldClass()));
    }

    private Step bySibling(Element element, ClassWhen when) {
        Map<String, Step> steps = new LinkedHashMap<>();
        FieldClass strictest = element.fieldClass();
        for (Map.Entry<String, FieldClass> entry : when.classes().entrySet()) {
            steps.put(entry.getKey(), step(entry.getValue()));
            Treatment treatment = row.rule(entry.getValue()).treatment();
            if (treatment.compareTo(row.rule(strictest).treatment()) < 0) {
                strictest = entry.getValue();
            }
        }
        return new Step.BySibling(when.siblingField(), steps, step(strictest));
    }

    private Step step(FieldClass fieldClass) {
        ClassRule rule = row.rule(fieldClass);
        return switch (rule.treatment()) {
            case BLANK -> new Step.Blank(fieldClass);
            case TOKEN -> new Step.Token(fieldClass, tokenClass(fieldClass));
            case GENERALIZE -> generalize(fieldClass, rule);
            // A row is compiled once for listed people and once for the others, and LISTED stands in neither.
            case LISTED -> throw new IllegalArgumentException("plan: " + fieldClass + ": LISTED needs an attestation");
            case COPY -> new Step.Copy(fieldClass);
        };
    }

    private static TokenClass tokenClass(FieldClass fieldClass) {
        return TokenClass.of(fieldClass)
                .orElseThrow(
                        () -> new IllegalArgumentException("plan: " + fieldClass + ": only identifiers are TOKEN"));
    }

    private static Step generalize(FieldClass fieldClass, ClassRule rule) {
        boolean month = rule.generalize().filter(g -> g == GeneralizeRule.MONTH).isPresent();
        return month ? new Step.BirthMonth(fieldClass) : new Step.Blank(fieldClass);
    }
}
