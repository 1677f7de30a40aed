package dev.weir.tmsis.wire;

/** Ends the reading of bytes that break the wire rule. Carries rule and offset, never a byte of what was read. */
public final class WireFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient WireFault fault;

    /** Creates the exception without a stack trace: hostile bytes are expected and must be cheap. */
    public WireFaultException(WireRule rule, int offset) {
        super("wire rule " + rule + " is broken at byte " + offset, null, false, false);
        this.fault = new WireFault(rule, offset);
    }

    /** Returns rule and place. */
    public WireFault fault() {
        return fault;
    }
}
