package dev.weir.conformance.suite;

/**
 * A sentence of the specification with a number.
 *
 * @param id such as {@code SMP-021}
 * @param shall whether it binds, or is advice
 * @param section section of the specification
 * @param text the sentence
 * @param untested why no case can test it; empty where one must
 */
public record Requirement(String id, boolean shall, String section, String text, String untested) {}
