package dev.weir.core.attestation;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.tmsis.FieldClass;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What an attestation opens of what a policy lists. */
public final class Opening {
    /** Classes whose raw release two people approve. */
    private static final Set<FieldClass> APPROVED = Set.of(
            FieldClass.SSN,
            FieldClass.NAME,
            FieldClass.CONTACT,
            FieldClass.ADDRESS,
            FieldClass.IMMIGRATION,
            FieldClass.IMMIGRATION_PROXY,
            FieldClass.THIRD_PARTY);

    private Opening() {}

    /**
     * Returns the treatment of every class: the purpose's for the classes asked for, and for the others the stricter of
     * the purpose's and the one without an attestation.
     */
    public static ReleaseRow of(Policy policy, Purpose purpose, Set<FieldClass> classes) {
        ReleaseRow most = policy.purpose(purpose).release();
        Map<FieldClass, ClassRule> rules = new EnumMap<>(FieldClass.class);
        most.rules().forEach((fieldClass, rule) -> {
            boolean asked = classes.contains(fieldClass);
            rules.put(fieldClass, asked ? rule : rule.stricter(policy.none().rule(fieldClass)));
        });
        return ReleaseRow.of(rules);
    }

    /** Returns whether a row releases what two people approve. */
    public static boolean needsApproval(ReleaseRow row) {
        return APPROVED.stream().anyMatch(c -> row.rule(c).treatment().releases());
    }
}
