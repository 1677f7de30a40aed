package dev.weir.smp;

import dev.weir.smp.v1.ClassTreatment;
import dev.weir.smp.v1.GeneralizeRule;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.Treatment;
import dev.weir.tmsis.FieldClass;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The canonical text of a plan: everything that decides the output, a line each. Two implementations with the same text
 * give the same bytes for the same rows; its SHA-256 names the plan.
 */
public final class PlanText {
    private static final String TREATMENT = "TREATMENT_";
    private static final String RULE = "GENERALIZE_RULE_";

    private PlanText() {}

    /**
     * Returns the text of a plan, ASCII with line feeds. Its own digest is not part of it.
     *
     * @param state USPS code
     */
    public static String of(String state, Plan plan) {
        StringBuilder text = new StringBuilder("smp1 plan\n")
                .append("policy ")
                .append(HexFormat.of().formatHex(plan.getPolicySha256().toByteArray()))
                .append("\nstate ")
                .append(state)
                .append("\ndomain ")
                .append(plan.getDomain())
                .append("\nepoch ")
                .append(plan.getEpoch())
                .append("\ndictionary 4\n");
        if (!plan.getAttestationSha256().isEmpty()) {
            text.append("attestation ")
                    .append(HexFormat.of().formatHex(plan.getAttestationSha256().toByteArray()))
                    .append('\n');
        }
        if (!plan.getSubjectsSha256().isEmpty()) {
            text.append("subjects ")
                    .append(HexFormat.of().formatHex(plan.getSubjectsSha256().toByteArray()))
                    .append("\nrows ")
                    .append(plan.getListedRowsOnly() ? "LISTED" : "ALL")
                    .append('\n');
        }
        for (ClassTreatment treatment : plan.getTreatmentsList()) {
            text.append("class ")
                    .append(FieldClass.ofWireNumber(treatment.getFieldClassValue()))
                    .append(' ')
                    .append(rule(treatment))
                    .append('\n');
        }
        for (String name : plan.getBlankElementsList()) {
            text.append("blank ").append(name).append('\n');
        }
        return text.toString();
    }

    private static String rule(ClassTreatment treatment) {
        String name = treatment.getTreatment().name().substring(TREATMENT.length());
        boolean coarser = treatment.getTreatment() == Treatment.TREATMENT_GENERALIZE
                && treatment.getRule() != GeneralizeRule.UNRECOGNIZED;
        return coarser
                ? name + "("
                        + treatment.getRule().name().substring(RULE.length()).toLowerCase(Locale.ROOT) + ")"
                : name;
    }

    /** Returns the digest that names a plan. */
    public static Sha256 sha256(String state, Plan plan) {
        return Sha256.of(of(state, plan).getBytes(StandardCharsets.US_ASCII));
    }
}
