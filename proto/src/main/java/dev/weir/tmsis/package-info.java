/**
 * The T-MSIS catalogue: every file type, segment and element with its privacy class, read once from the annotations of
 * the contract. Nothing else in Weir keeps a list of fields.
 */
@NullMarked
package dev.weir.tmsis;

import org.jspecify.annotations.NullMarked;
