/**
 * T-MSIS files, pipe separated (PSV) and fixed length (FLF): a streaming reader that turns rows into records in wire
 * form, and a writer that renders records as rows. Both are driven by the catalogue and hold one row at a time.
 */
@NullMarked
package dev.weir.tmsis.file;

import org.jspecify.annotations.NullMarked;
