package dev.weir.core.plan;

import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.RowScope;
import dev.weir.core.policy.Treatment;
import dev.weir.core.token.TokenScope;
import dev.weir.smp.Sha256;
import java.util.Optional;

/**
 * What a verified attestation opens in a policy.
 *
 * @param row treatment of every class; LISTED is the value as it is for the people of the list
 * @param scope within what tokens link: the recipient's linkage domain
 * @param attestation digest of the attestation
 * @param rows whose rows leave
 * @param subjects digest of the list of people, where there is one
 */
public record Opening(ReleaseRow row, TokenScope scope, Sha256 attestation, RowScope rows, Optional<Sha256> subjects) {
    public Opening {
        boolean lists = rows == RowScope.LISTED
                || row.rules().values().stream().anyMatch(rule -> rule.treatment() == Treatment.LISTED);
        if (lists && subjects.isEmpty()) {
            throw new IllegalArgumentException("opening: subjects: a release for listed people names the list");
        }
    }
}
