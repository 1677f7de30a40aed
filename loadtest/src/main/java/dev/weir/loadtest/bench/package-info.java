/**
 * Benchmarks of what costs time for a record: engines, tokens, scans, file readers and writers, each beside the usual way
 * of doing the same, so that a figure is a ratio within one run.
 */
@NullMarked
package dev.weir.loadtest.bench;

import org.jspecify.annotations.NullMarked;
