/** Tests of the benchmarks: that they run, not how fast. */
@NullMarked
package dev.weir.loadtest.bench;

import org.jspecify.annotations.NullMarked;
