/**
 * The wire rule of the State Minimization Protocol: strict reading of Protocol Buffers bytes, before and beside the
 * generated parsers, and canonical writing.
 */
@NullMarked
package dev.weir.tmsis.wire;

import org.jspecify.annotations.NullMarked;
