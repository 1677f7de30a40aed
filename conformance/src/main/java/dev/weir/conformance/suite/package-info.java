/** The suite as data: requirements, notes, vectors and scenarios, read from files that are held against their schemas. */
@NullMarked
package dev.weir.conformance.suite;

import org.jspecify.annotations.NullMarked;
