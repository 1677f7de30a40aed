/** The shape of the suite: which package may use which. */
@NullMarked
package dev.weir.conformance.structure;

import org.jspecify.annotations.NullMarked;
