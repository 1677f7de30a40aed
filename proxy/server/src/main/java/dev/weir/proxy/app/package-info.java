/** Wiring and lifecycle: the one place where the parts of a process are put together, and read again when they change. */
@NullMarked
package dev.weir.proxy.app;

import org.jspecify.annotations.NullMarked;
