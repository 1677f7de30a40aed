/** When a submission will be finished, how sure that is, and what could come in between. */
@NullMarked
package dev.weir.loadtest.forecast;

import org.jspecify.annotations.NullMarked;
