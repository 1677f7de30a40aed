package dev.weir.conformance.oracle;

import com.google.protobuf.ByteString;
import dev.weir.conformance.suite.Args;
import dev.weir.smp.v1.ClassTreatment;
import dev.weir.smp.v1.GeneralizeRule;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.Treatment;
import dev.weir.tmsis.FieldClass;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The policy of a case, as every adapter is given it.
 *
 * @param state USPS code
 * @param ansi ANSI codes of the state, the usual one first
 * @param domain linkage domain
 * @param epoch token epoch
 * @param treatments treatment of every class: BLANK, TOKEN, GENERALIZE(month) or COPY
 * @param blankElements elements that are blank whatever their class
 */
public record Rules(
        String state,
        List<String> ansi,
        String domain,
        char epoch,
        Map<FieldClass, String> treatments,
        List<String> blankElements) {
    public Rules {
        ansi = List.copyOf(ansi);
        treatments = Map.copyOf(treatments);
        blankElements = List.copyOf(blankElements);
    }

    /** Reads the policy of a document. */
    public static Rules of(Args policy) {
        Map<FieldClass, String> treatments = new EnumMap<>(FieldClass.class);
        policy.map("treatments").forEach((name, rule) -> treatments.put(FieldClass.valueOf(name), rule));
        return new Rules(
                policy.text("state"),
                policy.texts("ansi"),
                policy.text("domain"),
                policy.text("epoch").charAt(0),
                treatments,
                policy.texts("blank_elements"));
    }

    /** Returns the treatment of a class. */
    public String treatment(FieldClass fieldClass) {
        return treatments.getOrDefault(fieldClass, "BLANK");
    }

    /** Returns how strict the treatment of a class is; the strictest is 0. */
    int strictness(FieldClass fieldClass) {
        return List.of("BLANK", "TOKEN", "GENERALIZE(month)", "COPY").indexOf(treatment(fieldClass));
    }

    /** Returns the plan that a proxy must declare, but for its digests. */
    public Plan plan() {
        Plan.Builder plan = Plan.newBuilder()
                .setPolicySha256(ByteString.EMPTY)
                .setDomain(domain)
                .setEpoch(String.valueOf(epoch));
        for (FieldClass fieldClass : FieldClass.values()) {
            String rule = treatment(fieldClass);
            boolean coarser = rule.startsWith("GENERALIZE");
            ClassTreatment.Builder treatment = ClassTreatment.newBuilder()
                    .setFieldClassValue(fieldClass.wireNumber())
                    .setTreatment(Treatment.valueOf("TREATMENT_" + (coarser ? "GENERALIZE" : rule)));
            if (coarser) {
                treatment.setRule(GeneralizeRule.GENERALIZE_RULE_MONTH);
            }
            plan.addTreatments(treatment);
        }
        blankElements.stream().sorted().forEach(plan::addBlankElements);
        return plan.build();
    }
}
