package dev.weir.loadtest.sample;

/** A person's name. */
record Name(String first, String middle, String last) {}
