/** Tests of the forecast. */
@NullMarked
package dev.weir.loadtest.forecast;

import org.jspecify.annotations.NullMarked;
