package dev.weir.endpoints.receiver;

/**
 * Names one file of one submission.
 *
 * @param state USPS code
 * @param submissionId lower-case UUID
 * @param fileName name in the manifest
 */
record FileKey(String state, String submissionId, String fileName) {}
