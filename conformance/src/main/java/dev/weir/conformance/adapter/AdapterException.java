package dev.weir.conformance.adapter;

/** An adapter did not do what it was asked: it refused, said that it cannot, or did not answer. */
public final class AdapterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean skipped;

    private AdapterException(String message, boolean skipped) {
        super(message);
        this.skipped = skipped;
    }

    /** Returns that the proxy could not do it. */
    public static AdapterException failed(String message) {
        return new AdapterException(message, false);
    }

    /** Returns that the adapter has no such feature. */
    public static AdapterException skipped(String feature) {
        return new AdapterException(feature, true);
    }

    /** Returns whether the adapter says that it lacks the feature. */
    public boolean skipped() {
        return skipped;
    }
}
