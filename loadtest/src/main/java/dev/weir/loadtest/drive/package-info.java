/** Drives the real submitter by intended send times, and watches what comes of it. */
@NullMarked
package dev.weir.loadtest.drive;

import org.jspecify.annotations.NullMarked;
