/** Keys of both ends: what a receiver signs with, and what either end verifies with. */
@NullMarked
package dev.weir.endpoints.keys;

import org.jspecify.annotations.NullMarked;
