/** Writes down what a run has shown: two lines, a JSON file, and one page for people. Counts and seeds, never a record. */
@NullMarked
package dev.weir.loadtest.report;

import org.jspecify.annotations.NullMarked;
