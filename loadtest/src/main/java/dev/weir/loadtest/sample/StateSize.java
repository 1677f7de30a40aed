package dev.weir.loadtest.sample;

/**
 * How much there is in a month.
 *
 * @param people beneficiaries, a multiple of 15
 * @param providers providers, a multiple of 8
 * @param plans managed care plans
 * @param carriers insurance carriers
 * @param inpatient inpatient claims
 * @param longTerm long-term care claims
 * @param other other claims
 * @param pharmacy pharmacy claims
 * @param payments financial transactions, besides capitation
 */
public record StateSize(
        int people,
        int providers,
        int plans,
        int carriers,
        int inpatient,
        int longTerm,
        int other,
        int pharmacy,
        int payments) {
    /** Size of the committed sample. */
    public static final StateSize SAMPLE = new StateSize(135, 40, 6, 6, 30, 30, 240, 140, 128);
}
