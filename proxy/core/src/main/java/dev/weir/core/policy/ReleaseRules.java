package dev.weir.core.policy;

import dev.weir.core.token.TokenClass;
import dev.weir.tmsis.FieldClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What makes a row of treatments sound, whoever wrote it. */
public final class ReleaseRules {
    private static final List<FieldClass> STATUS = List.of(FieldClass.IMMIGRATION, FieldClass.IMMIGRATION_PROXY);
    private static final List<FieldClass> PLACE = List.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY, FieldClass.CONTACT);

    /** Classes whose raw release two people approve. */
    private static final List<FieldClass> APPROVED = List.of(
            FieldClass.SSN,
            FieldClass.NAME,
            FieldClass.CONTACT,
            FieldClass.ADDRESS,
            FieldClass.IMMIGRATION,
            FieldClass.IMMIGRATION_PROXY,
            FieldClass.THIRD_PARTY);

    private ReleaseRules() {}

    /** Returns whether a row releases what two people approve. */
    public static boolean needsApproval(ReleaseRow row) {
        return APPROVED.stream().anyMatch(c -> row.rule(c).treatment().releases());
    }

    /** A rule that a class of a row breaks. */
    public record Problem(FieldClass fieldClass, String rule) {}

    /** Returns everything that is wrong with the rules of single classes. */
    public static List<Problem> ofClasses(Map<FieldClass, ClassRule> rules) {
        List<Problem> problems = new ArrayList<>();
        rules.forEach((fieldClass, rule) ->
                ofClass(fieldClass, rule).ifPresent(text -> problems.add(new Problem(fieldClass, text))));
        return problems;
    }

    private static Optional<String> ofClass(FieldClass fieldClass, ClassRule rule) {
        Treatment treatment = rule.treatment();
        if (fieldClass == FieldClass.FREE_TEXT && treatment != Treatment.BLANK) {
            return Optional.of("free text is BLANK under every purpose");
        }
        if (fieldClass == FieldClass.CORE && treatment != Treatment.COPY) {
            return Optional.of("CORE is COPY; blank single elements with narrow.elements");
        }
        if (fieldClass == FieldClass.IMMIGRATION_HINT && treatment != Treatment.COPY && treatment != Treatment.BLANK) {
            return Optional.of("hints are COPY or BLANK");
        }
        if (treatment == Treatment.TOKEN && TokenClass.of(fieldClass).isEmpty()) {
            return Optional.of("only identifiers can be TOKEN");
        }
        if (rule.generalize().isPresent() && rule.generalize().get().fieldClass() != fieldClass) {
            return Optional.of("this class cannot be made coarser in this way");
        }
        return Optional.empty();
    }

    /** Returns what is wrong with a row as the one that runs without an attestation. */
    public static List<Problem> ofNone(ReleaseRow row) {
        List<Problem> problems = new ArrayList<>();
        row.rules().forEach((fieldClass, rule) -> {
            if (fieldClass.isProtected() && rule.treatment().releases()) {
                problems.add(new Problem(fieldClass, "nothing protected is released without an attestation"));
            }
        });
        return problems;
    }

    /**
     * Returns what is wrong with a row as the most that a purpose opens: status and whereabouts together single out
     * people to be looked for, so no attestation opens both. A court order names its classes itself.
     */
    public static List<Problem> ofPurpose(Purpose purpose, boolean exclusive, ReleaseRow row) {
        List<Problem> problems = new ArrayList<>();
        boolean both = STATUS.stream().anyMatch(c -> row.rule(c).treatment().releases())
                && PLACE.stream().anyMatch(c -> row.rule(c).treatment().releases());
        if (both && !exclusive && purpose != Purpose.COURT_ORDER) {
            problems.add(new Problem(
                    FieldClass.IMMIGRATION,
                    "immigration classes are never released together with ADDRESS, GEOGRAPHY or CONTACT"));
        }
        return problems;
    }
}
