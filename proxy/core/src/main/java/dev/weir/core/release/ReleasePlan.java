package dev.weir.core.release;

import dev.weir.core.attestation.Attestation;
import dev.weir.core.attestation.Grant;
import dev.weir.core.attestation.ListDigest;
import dev.weir.core.attestation.Recipient;
import dev.weir.core.plan.Opening;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.RowScope;
import dev.weir.core.policy.Treatment;
import dev.weir.core.token.TokenScope;
import dev.weir.smp.Sha256;
import java.util.Optional;

/** Plans of releases: what a policy opens under an attestation, for its recipient. */
public final class ReleasePlan {
    private ReleasePlan() {}

    /** Returns the plan that runs under a grant. */
    public static Plan granted(Policy policy, Grant grant) {
        return Plan.under(
                policy,
                new Opening(
                        grant.row(),
                        grant.scope(),
                        grant.attestationSha256(),
                        grant.listedRowsOnly() ? RowScope.LISTED : RowScope.ALL,
                        grant.subjects().map(ListDigest::sha256)));
    }

    /**
     * Returns the plan that runs when everything that was asked for is approved: what approvers are asked about. Whoever
     * approves fewer classes makes it narrower.
     *
     * @param recipient to whom the trust list binds the attestation's recipient
     * @return empty where the policy releases for listed people only, and the attestation names no list
     */
    public static Optional<Plan> asked(
            Policy policy, Attestation attestation, Sha256 attestationSha256, Recipient recipient) {
        ReleaseRow row = policy.opened(attestation.purpose(), attestation.classes());
        RowScope rows = attestation.rows().orElse(RowScope.ALL);
        boolean lists = rows == RowScope.LISTED
                || row.rules().values().stream().anyMatch(r -> r.treatment() == Treatment.LISTED);
        if (lists && attestation.subjects().isEmpty()) {
            return Optional.empty();
        }
        TokenScope scope = new TokenScope(
                policy.scope().state(),
                recipient.linkageDomain(),
                policy.scope().epoch());
        Optional<Sha256> people = attestation.subjects().map(ListDigest::sha256);
        return Optional.of(Plan.under(policy, new Opening(row, scope, attestationSha256, rows, people)));
    }
}
