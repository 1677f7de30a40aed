/** A whole path from submitter to receiver on one machine, for tests. */
@NullMarked
package dev.weir.proxy.testing;

import org.jspecify.annotations.NullMarked;
