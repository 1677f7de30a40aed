package dev.weir.loadtest.sample;

/** The kinds of financial transactions. */
enum PaymentKind {
    CAPITATION("FTX00002", "CAPITATION-PERIOD"),
    PREMIUM("FTX00003", "PREMIUM-PERIOD"),
    GROUP_PREMIUM("FTX00004", "PREMIUM-PERIOD"),
    COST_SHARING("FTX00005", "COVERAGE-PERIOD"),
    VALUE_BASED("FTX00006", "PERFORMANCE-PERIOD"),
    STATE_DIRECTED("FTX00007", "PAYMENT-PERIOD"),
    SETTLEMENT("FTX00008", "COST-SETTLEMENT-PERIOD"),
    WRAP("FTX00009", "WRAP-PERIOD"),
    MISCELLANEOUS("FTX00095", "PAYMENT-PERIOD");

    private final String segment;
    private final String period;

    PaymentKind(String segment, String period) {
        this.segment = segment;
        this.period = period;
    }

    String segment() {
        return segment;
    }

    /** Returns how the names of the elements begin that hold the period paid for. */
    String period() {
        return period;
    }

    /** Returns whether the payment is for the insurance of somebody who is also insured elsewhere. */
    boolean isPremium() {
        return this == PREMIUM || this == GROUP_PREMIUM;
    }
}
