package dev.weir.conformance.suite;

/**
 * One step of a case: something done, or something expected.
 *
 * @param verb what
 * @param args how
 */
public record Step(String verb, Args args) {}
