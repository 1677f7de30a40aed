/** Tests of the synthetic sample. */
@NullMarked
package dev.weir.loadtest.sample;

import org.jspecify.annotations.NullMarked;
