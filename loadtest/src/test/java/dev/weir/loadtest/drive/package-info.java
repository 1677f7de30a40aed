/** Tests of the driver and its clocks. */
@NullMarked
package dev.weir.loadtest.drive;

import org.jspecify.annotations.NullMarked;
