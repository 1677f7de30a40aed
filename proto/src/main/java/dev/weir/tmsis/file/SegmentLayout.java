package dev.weir.tmsis.file;

/**
 * Positions of one segment in a fixed-length file.
 *
 * @param starts first position by field number minus one, from 0; -1 where the layout has no such column
 * @param widths characters by field number minus one
 * @param rowLength characters of a row
 * @param basis the weakest basis of any of its columns
 */
record SegmentLayout(int[] starts, int[] widths, int rowLength, LayoutBasis basis) {}
