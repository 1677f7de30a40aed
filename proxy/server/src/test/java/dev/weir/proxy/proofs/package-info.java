/** Which test proves which defence: the threat model, made from the tests themselves. */
@NullMarked
package dev.weir.proxy.proofs;

import org.jspecify.annotations.NullMarked;
