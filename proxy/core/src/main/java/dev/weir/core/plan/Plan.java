package dev.weir.core.plan;

import static dev.weir.core.policy.Treatment.LISTED;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.RowScope;
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
import java.util.Optional;

/**
 * What is done to every row of a submission. Immutable, compiled once, safe for any thread; a change of policy makes a
 * new plan and leaves this one as it is.
 */
public final class Plan {
    private final Policy policy;
    private final Sha256 policySha256;
    private final TokenScope scope;
    private final ReleaseRow row;
    private final Optional<Opening> opening;
    private final List<SegmentPlan> segments;
    private final Map<String, SegmentPlan> byId;
    private final Map<String, SegmentPlan> unlistedById;
    private final dev.weir.smp.v1.Plan proto;
    private final Sha256 sha256;

    private Plan(Policy policy, TokenScope scope, ReleaseRow row, Optional<Opening> opening) {
        this.policy = policy;
        this.policySha256 = policy.sha256();
        this.scope = scope;
        this.row = row;
        this.opening = opening;
        this.segments = List.copyOf(new PlanCompiler(Catalogue.v4(), policy, row.forListed()).compile());
        this.byId = byId(segments);
        this.unlistedById = unlisted();
        dev.weir.smp.v1.Plan unnamed = unnamed();
        this.sha256 = PlanText.sha256(scope.state(), unnamed);
        this.proto = unnamed.toBuilder().setPlanSha256(sha256.toByteString()).build();
    }

    /** Compiles what runs without an attestation. */
    public static Plan withoutAttestation(Policy policy) {
        if (policy.none().rules().values().stream().anyMatch(rule -> rule.treatment() == LISTED)) {
            throw new IllegalArgumentException("plan: LISTED needs an attestation");
        }
        return new Plan(policy, policy.scope(), policy.none(), Optional.empty());
    }

    /** Compiles what runs under an attestation. */
    public static Plan under(Policy policy, Opening opening) {
        return new Plan(policy, opening.scope(), opening.row(), Optional.of(opening));
    }

    private static Map<String, SegmentPlan> byId(List<SegmentPlan> segments) {
        Map<String, SegmentPlan> byId = new HashMap<>();
        segments.forEach(s -> byId.put(s.segment().id(), s));
        return Map.copyOf(byId);
    }

    private Map<String, SegmentPlan> unlisted() {
        if (!tellsPeopleApart()) {
            return byId;
        }
        if (opening.filter(o -> o.rows() == RowScope.LISTED).isPresent()) {
            return Map.of();
        }
        return byId(new PlanCompiler(Catalogue.v4(), policy, row.forUnlisted(policy.none())).compile());
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
        return scope;
    }

    /** Returns what an attestation opened; empty where the plan runs without one. */
    public Optional<Opening> opening() {
        return opening;
    }

    /** Returns whether rows of listed people are treated in another way than those of others. */
    public boolean tellsPeopleApart() {
        return opening.flatMap(Opening::subjects).isPresent();
    }

    /**
     * Returns the plans of all segments, in the order of the catalogue: those of listed people's rows where the plan tells
     * people apart, else those of all rows.
     */
    public List<SegmentPlan> segments() {
        return segments;
    }

    /** Returns the plan of a segment: for rows of listed people where the plan tells people apart, else for all. */
    public SegmentPlan segment(Segment segment) {
        SegmentPlan plan = byId.get(segment.id());
        if (plan == null) {
            throw new IllegalArgumentException("plan: " + segment.id() + ": every segment of the catalogue has a plan");
        }
        return plan;
    }

    /** Returns the plan of a segment for rows of people who are not listed; empty where these are withheld. */
    public Optional<SegmentPlan> unlisted(Segment segment) {
        return Optional.ofNullable(unlistedById.get(segment.id()));
    }

    /** Returns the digest that statements and receivers name the plan by. */
    public Sha256 sha256() {
        return sha256;
    }

    /** Returns the plan as it travels. */
    public dev.weir.smp.v1.Plan toProto() {
        return proto;
    }

    private dev.weir.smp.v1.Plan unnamed() {
        dev.weir.smp.v1.Plan.Builder plan = dev.weir.smp.v1.Plan.newBuilder()
                .setPolicySha256(policySha256.toByteString())
                .setDomain(scope.domain())
                .setEpoch(String.valueOf(scope.epoch()))
                .addAllBlankElements(policy.blankElements());
        opening.ifPresent(o -> {
            plan.setAttestationSha256(o.attestation().toByteString());
            plan.setListedRowsOnly(o.rows() == RowScope.LISTED);
            o.subjects().ifPresent(subjects -> plan.setSubjectsSha256(subjects.toByteString()));
        });
        row.rules().forEach((fieldClass, rule) -> plan.addTreatments(treatment(fieldClass, rule)));
        return plan.build();
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
