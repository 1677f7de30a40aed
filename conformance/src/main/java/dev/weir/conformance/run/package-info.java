/** Runs cases against a proxy and judges them. */
@NullMarked
package dev.weir.conformance.run;

import org.jspecify.annotations.NullMarked;
