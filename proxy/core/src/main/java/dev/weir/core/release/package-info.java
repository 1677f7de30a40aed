/**
 * The life of one file's stream at the proxy as a state machine: messages in, messages out, no network and no clock.
 * Keeps digests and counts of what is on its way, never a record.
 */
@NullMarked
package dev.weir.core.release;

import org.jspecify.annotations.NullMarked;
