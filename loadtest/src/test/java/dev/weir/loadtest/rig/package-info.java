/** Tests of what a load test runs against. */
@NullMarked
package dev.weir.loadtest.rig;

import org.jspecify.annotations.NullMarked;
