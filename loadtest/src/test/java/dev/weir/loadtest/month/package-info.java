/** Tests of the months by index. */
@NullMarked
package dev.weir.loadtest.month;

import org.jspecify.annotations.NullMarked;
