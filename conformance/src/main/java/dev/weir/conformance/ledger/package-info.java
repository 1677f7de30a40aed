/** Ledgers and receipts, checked with nothing but their public formats: notes, trees, proofs. Knows no proxy. */
@NullMarked
package dev.weir.conformance.ledger;

import org.jspecify.annotations.NullMarked;
