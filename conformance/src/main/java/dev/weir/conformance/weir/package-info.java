/** The adapter of this repository's proxy, which it starts through its command line alone. */
@NullMarked
package dev.weir.conformance.weir;

import org.jspecify.annotations.NullMarked;
