package dev.weir.core.policy;

/**
 * A federal system-of-records notice whose routine uses a policy accepts.
 *
 * @param sorn number of the system of records
 * @param fr where the notice stands in the Federal Register
 */
public record SystemNotice(String sorn, String fr) {}
