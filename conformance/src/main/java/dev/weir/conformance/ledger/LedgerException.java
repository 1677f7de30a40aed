package dev.weir.conformance.ledger;

/** A ledger or a receipt is not as it must be; the message says what does not hold. */
public final class LedgerException extends Exception {
    private static final long serialVersionUID = 1L;

    public LedgerException(String message) {
        super(message);
    }
}
