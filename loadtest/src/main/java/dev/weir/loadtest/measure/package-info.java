/**
 * What a run measures: response, service and lateness of every send, what the proxy used, and whether the figures may be
 * believed.
 */
@NullMarked
package dev.weir.loadtest.measure;

import org.jspecify.annotations.NullMarked;
