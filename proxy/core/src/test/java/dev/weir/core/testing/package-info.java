/** Policies and chunks made for tests. */
@NullMarked
package dev.weir.core.testing;

import org.jspecify.annotations.NullMarked;
