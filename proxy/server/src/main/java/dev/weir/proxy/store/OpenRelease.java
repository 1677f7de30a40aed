package dev.weir.proxy.store;

/**
 * A release that was announced and has no end yet.
 *
 * @param intent number of its RELEASE_INTENT
 * @param use number of the use that it has
 * @param expires when the attestation ends, seconds since the epoch
 */
public record OpenRelease(String jti, String submissionId, long intent, int use, long expires) {}
