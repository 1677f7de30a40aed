/**
 * Plans: a policy compiled to one step per element of every segment. What runs, what is signed and what {@code explain}
 * prints are the same object.
 */
@NullMarked
package dev.weir.core.plan;

import org.jspecify.annotations.NullMarked;
