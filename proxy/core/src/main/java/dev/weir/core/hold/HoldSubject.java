package dev.weir.core.hold;

import dev.weir.core.policy.Purpose;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.util.Set;

/**
 * What of a release a hold can name.
 *
 * @param state USPS code
 * @param purpose attested purpose
 * @param recipient URI of the recipient
 * @param classes classes that the release opens
 * @param attestation digest of the attestation
 */
public record HoldSubject(
        String state, Purpose purpose, String recipient, Set<FieldClass> classes, Sha256 attestation) {
    public HoldSubject {
        classes = Set.copyOf(classes);
    }
}
