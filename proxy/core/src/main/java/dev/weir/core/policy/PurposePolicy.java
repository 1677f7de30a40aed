package dev.weir.core.policy;

import java.util.List;

/**
 * What a policy lists for one purpose.
 *
 * @param purpose the purpose
 * @param enabled whether attestations of the purpose are accepted at all
 * @param authority legal authority, as citations
 * @param hl7 purpose-of-use code of HL7, for recipients that work with it
 * @param exclusive whether one attestation opens the immigration classes or the address classes, never both
 * @param release the most that an attestation can open
 */
public record PurposePolicy(
        Purpose purpose, boolean enabled, List<String> authority, String hl7, boolean exclusive, ReleaseRow release) {
    public PurposePolicy {
        authority = List.copyOf(authority);
    }
}
