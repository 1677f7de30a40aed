/**
 * The submitter, the state end of the protocol: reads T-MSIS files, streams them in chunks, keeps what is not
 * acknowledged simply by being able to read it again, and goes on where the receiver left off.
 */
@NullMarked
package dev.weir.endpoints.submitter;

import org.jspecify.annotations.NullMarked;
