/**
 * The leak scan: values that must not get out, every disguise in which they could, and a search for all of them in files
 * and bytes. Reports places and counts, never a value.
 */
@NullMarked
package dev.weir.endpoints.leak;

import org.jspecify.annotations.NullMarked;
