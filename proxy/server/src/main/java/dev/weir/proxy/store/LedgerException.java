package dev.weir.proxy.store;

/** Why the ledger does not do what it is asked. Names place and rule, never what stands there. */
public final class LedgerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** What to do about it. */
    public enum Code {
        /** Another process has the folder. */
        LOCKED,
        /** The files are not those of a ledger as it was written; nothing is appended to them. */
        DAMAGED,
        /** A write or a flush failed, now or earlier. The process has to be started anew. */
        FAILED,
        /** The ledger was closed. */
        CLOSED,
        /** Too much is waiting; try again. */
        BUSY,
        /** So little is free on the disk that nothing new is begun. */
        SPACE,
        /** The clock is further back than the last entry allows. */
        CLOCK,
        /** The entry itself is not one. */
        ENTRY
    }

    LedgerException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the code. */
    public Code code() {
        return code;
    }
}
