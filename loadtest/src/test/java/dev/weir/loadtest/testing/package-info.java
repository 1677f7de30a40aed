/** Runs as tests need them. */
@NullMarked
package dev.weir.loadtest.testing;

import org.jspecify.annotations.NullMarked;
