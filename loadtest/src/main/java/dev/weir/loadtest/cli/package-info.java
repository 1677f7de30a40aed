/** The command line of the load test. */
@NullMarked
package dev.weir.loadtest.cli;

import org.jspecify.annotations.NullMarked;
