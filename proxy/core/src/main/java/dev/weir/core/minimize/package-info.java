/**
 * Runs a plan over rows. Two engines that must agree to the byte: the plain one over descriptors, which is the
 * specification, and the fast one over the bytes of a chunk, which runs.
 */
@NullMarked
package dev.weir.core.minimize;

import org.jspecify.annotations.NullMarked;
