package dev.weir.core.attestation;

import dev.weir.core.hold.HoldSet;
import dev.weir.core.policy.Policy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What bundles are checked against at a moment. Immutable; a reload makes another one.
 *
 * @param policy the state's policy
 * @param policyExpires from when on the signed policy says nothing any more
 * @param trust the trust list; empty where it cannot be read
 * @param statuses status lists, by URI
 * @param holds the holds; empty where they cannot be read
 */
public record Authorities(
        Policy policy,
        Instant policyExpires,
        Optional<TrustList> trust,
        Map<String, StatusList> statuses,
        Optional<HoldSet> holds) {
    public Authorities {
        statuses = Map.copyOf(statuses);
    }
}
