/** Tests of the check of the feed. */
@NullMarked
package dev.weir.loadtest.check;

import org.jspecify.annotations.NullMarked;
