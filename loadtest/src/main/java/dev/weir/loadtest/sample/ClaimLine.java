package dev.weir.loadtest.sample;

/**
 * One line of a claim; amounts in cents.
 *
 * @param number from 1
 * @param other paid by another insurance
 */
record ClaimLine(int number, long billed, long allowed, long paid, long other, long copayment, Draw draw) {
    /** Returns LINE-NUM-ORIG. */
    String numberText() {
        return Numbers.padded(number, 3);
    }
}
