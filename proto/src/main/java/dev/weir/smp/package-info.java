/**
 * Values of the State Minimization Protocol that both ends of a hop compute alike: digests, the manifest in canonical
 * text, the chain over chunk digests, the bytes a statement is signed over, submission ids.
 */
@NullMarked
package dev.weir.smp;

import org.jspecify.annotations.NullMarked;
