package dev.weir.core.plan;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.token.TokenScope;
import dev.weir.smp.PlanText;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.ClassTreatment;
import dev.weir.smp.v1.GeneralizeRule;
import dev.weir.smp.v1.Treatment;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is done to every row of a submission. Immutable, compiled once, safe for any thread; a change of policy makes a
 * new plan and leaves this one as it is.
 */
public final class Plan {
    private final Policy policy;
    private final Sha256 policySha256;
    private final ReleaseRow row;
    private final List<SegmentPlan> segments;
    private final Map<String, SegmentPlan> byId = new HashMap<>();
    private final dev.weir.smp.v1.Plan proto;
    private final Sha256 sha256;

    Plan(Policy policy, ReleaseRow row, List<SegmentPlan> segments) {
        this.policy = policy;
        this.policySha256 = policy.sha256();
        this.row = row;
        this.segments = List.copyOf(segments);
        segments.forEach(s -> byId.put(s.segment().id(), s));
        this.proto = proto(policy, policySha256, row);
        this.sha256 = PlanText.sha256(policy.scope().state(), proto);
    }

    /** Compiles what runs without an attestation. */
    public static Plan withoutAttestation(Policy policy) {
        return new PlanCompiler(Catalogue.v4(), policy, policy.none()).compile();
    }

    /** Returns the policy that the plan was compiled from. */
    public Policy policy() {
        return policy;
    }

    /** Returns the digest of the policy. */
    public Sha256 policySha256() {
        return policySha256;
    }

    /** Returns the treatment of every class. */
    public ReleaseRow row() {
        return row;
    }

    /** Returns within what tokens link. */
    public TokenScope scope() {
        return policy.scope();
    }

    /** Returns the plans of all segments, in the order of the catalogue. */
    public List<SegmentPlan> segments() {
        return segments;
    }

    /** Returns the plan of a segment. */
    public SegmentPlan segment(Segment segment) {
        SegmentPlan plan = byId.get(segment.id());
        if (plan == null) {
            throw new IllegalArgumentException("plan: " + segment.id() + ": every segment of the catalogue has a plan");
        }
        return plan;
    }

    /** Returns the digest that statements and receivers name the plan by. */
    public Sha256 sha256() {
        return sha256;
    }

    /** Returns the plan as it travels. */
    public dev.weir.smp.v1.Plan toProto() {
        return proto;
    }

    private static dev.weir.smp.v1.Plan proto(Policy policy, Sha256 policySha256, ReleaseRow row) {
        dev.weir.smp.v1.Plan.Builder plan = dev.weir.smp.v1.Plan.newBuilder()
                .setPolicySha256(policySha256.toByteString())
                .setDomain(policy.scope().domain())
                .setEpoch(String.valueOf(policy.scope().epoch()))
                .addAllBlankElements(policy.blankElements());
        row.rules().forEach((fieldClass, rule) -> plan.addTreatments(treatment(fieldClass, rule)));
        return plan.setPlanSha256(
                        PlanText.sha256(policy.scope().state(), plan.build()).toByteString())
                .build();
    }

    private static ClassTreatment treatment(FieldClass fieldClass, ClassRule rule) {
        return ClassTreatment.newBuilder()
                .setFieldClass(dev.weir.smp.annotations.v1.FieldClass.forNumber(fieldClass.wireNumber()))
                .setTreatment(Treatment.valueOf("TREATMENT_" + rule.treatment()))
                .setRule(rule.generalize()
                        .map(g -> GeneralizeRule.valueOf("GENERALIZE_RULE_" + g))
                        .orElse(GeneralizeRule.GENERALIZE_RULE_UNSPECIFIED))
                .build();
    }

    /** Returns the steps that run, for people. */
    public String explain() {
        return new Explanation(this).text();
    }
}
