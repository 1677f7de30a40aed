package dev.weir.conformance.authority;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a submitter attaches to ask for a release, and what may follow from it.
 *
 * @param tokens attestation and approvals as they are sent
 * @param subjects tokens of listed people as they are sent
 * @param attestationSha256 digest of the attestation's text
 * @param purpose code of the purpose
 * @param recipient URI of the recipient
 * @param classes classes that attestation and all approvals name
 * @param subjectsSha256 digest of the list, where there is one
 * @param listedRowsOnly whether rows of others are withheld
 * @param retainDays days of retention
 */
public record Bundle(
        List<String> tokens,
        List<String> subjects,
        byte[] attestationSha256,
        String purpose,
        String recipient,
        Set<String> classes,
        Optional<byte[]> subjectsSha256,
        boolean listedRowsOnly,
        int retainDays) {
    public Bundle {
        tokens = List.copyOf(tokens);
        subjects = List.copyOf(subjects);
        classes = Set.copyOf(classes);
    }
}
