/**
 * The ledger on disk: one writer, group commit, signed checkpoints, use counters, the accounting of people, and
 * witnesses. What it says is durable has been flushed; what it cannot flush ends it.
 */
@NullMarked
package dev.weir.proxy.store;

import org.jspecify.annotations.NullMarked;
