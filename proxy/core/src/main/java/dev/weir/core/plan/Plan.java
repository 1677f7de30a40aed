package dev.weir.core.plan;

import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.token.TokenScope;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import java.nio.charset.StandardCharsets;
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
    private final Sha256 sha256;

    Plan(Policy policy, ReleaseRow row, List<SegmentPlan> segments) {
        this.policy = policy;
        this.policySha256 = policy.sha256();
        this.row = row;
        this.segments = List.copyOf(segments);
        segments.forEach(s -> byId.put(s.segment().id(), s));
        this.sha256 = Sha256.of(canonicalText().getBytes(StandardCharsets.US_ASCII));
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

    /**
     * Returns everything that decides the output, a line each: another implementation with the same text gives the same
     * bytes for the same rows.
     */
    public String canonicalText() {
        StringBuilder text = new StringBuilder("smp1 plan\n")
                .append("policy ")
                .append(policySha256.hex())
                .append("\nstate ")
                .append(scope().state())
                .append("\ndomain ")
                .append(scope().domain())
                .append("\nepoch ")
                .append(scope().epoch())
                .append("\ndictionary 4\n");
        for (FieldClass fieldClass : FieldClass.values()) {
            text.append("class ")
                    .append(fieldClass)
                    .append(' ')
                    .append(row.rule(fieldClass).text())
                    .append('\n');
        }
        for (String name : policy.blankElements()) {
            text.append("blank ").append(name).append('\n');
        }
        return text.toString();
    }

    /** Returns the steps that run, for people. */
    public String explain() {
        return new Explanation(this).text();
    }
}
