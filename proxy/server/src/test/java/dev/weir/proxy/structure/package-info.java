/** The shape of the whole code: which package may use which, and what every file looks like. */
@NullMarked
package dev.weir.proxy.structure;

import org.jspecify.annotations.NullMarked;
