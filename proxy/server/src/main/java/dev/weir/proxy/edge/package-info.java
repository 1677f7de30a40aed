/**
 * The edge of the proxy: takes streams from submitters, minimizes their chunks, and sends what is left upstream. Keeps
 * nothing on disk and no more than a bounded number of chunks in memory.
 */
@NullMarked
package dev.weir.proxy.edge;

import org.jspecify.annotations.NullMarked;
