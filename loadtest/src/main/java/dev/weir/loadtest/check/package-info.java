/**
 * Whether every record arrived once and as it must be. What a record must look like is computed anew from the seed and
 * compared; nothing of what was sent is kept.
 */
@NullMarked
package dev.weir.loadtest.check;

import org.jspecify.annotations.NullMarked;
