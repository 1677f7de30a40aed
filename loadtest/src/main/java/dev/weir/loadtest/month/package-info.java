/**
 * State months of any size, by index: any row of any file can be made by itself, straight as bytes, and nothing is
 * stored. A month is the synthetic sample many times over, each time with other people.
 */
@NullMarked
package dev.weir.loadtest.month;

import org.jspecify.annotations.NullMarked;
