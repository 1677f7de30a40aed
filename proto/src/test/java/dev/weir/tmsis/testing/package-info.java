/** Rows, records and layouts made for tests, seeded. Shared with the tests of the other modules. */
@NullMarked
package dev.weir.tmsis.testing;

import org.jspecify.annotations.NullMarked;
