package dev.weir.core.ledger;

/** Bytes that are not what a ledger holds. Names place and rule, never what stands there. */
public final class LedgerFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception from a place and the rule that does not hold there. */
    public LedgerFormatException(String place, String rule) {
        super(place + ": " + rule);
    }
}
