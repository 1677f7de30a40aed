package dev.weir.core.attestation;

import dev.weir.core.policy.Purpose;

/**
 * Somebody who may receive, and the only way that leads there.
 *
 * @param uri as attestations name it
 * @param name for the accounting of disclosures
 * @param address postal address, for the accounting of disclosures
 * @param purpose the one purpose that its linkage domain serves
 * @param linkageDomain within what its tokens link
 * @param endpoint host and port that receive its stream
 * @param tlsName name in the certificate there
 */
public record Recipient(
        String uri,
        String name,
        String address,
        Purpose purpose,
        String linkageDomain,
        String endpoint,
        String tlsName) {}
