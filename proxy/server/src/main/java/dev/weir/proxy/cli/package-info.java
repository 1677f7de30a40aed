/** The command line {@code weir}. Refusals are lines with place and rule on standard error; results go to standard output. */
@NullMarked
package dev.weir.proxy.cli;

import org.jspecify.annotations.NullMarked;
