package dev.weir.tmsis.wire;

/**
 * Where and how bytes break the wire rule.
 *
 * @param rule the demand that is broken
 * @param offset position in the message, in bytes
 */
public record WireFault(WireRule rule, int offset) {}
