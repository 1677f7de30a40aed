/**
 * The ledger without its files: the tree of RFC 6962, signed checkpoints, entries, proofs, receipts and the per-person
 * accounting. What a court or another state checks is checked here, from bytes alone.
 */
@NullMarked
package dev.weir.core.ledger;

import org.jspecify.annotations.NullMarked;
