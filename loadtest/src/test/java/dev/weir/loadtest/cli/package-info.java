/** Tests of the command line. */
@NullMarked
package dev.weir.loadtest.cli;

import org.jspecify.annotations.NullMarked;
