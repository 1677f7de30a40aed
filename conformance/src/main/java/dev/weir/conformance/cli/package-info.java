/** The command line. */
@NullMarked
package dev.weir.conformance.cli;

import org.jspecify.annotations.NullMarked;
