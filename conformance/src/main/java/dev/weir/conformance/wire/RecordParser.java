package dev.weir.conformance.wire;

import java.util.SortedMap;

/** A reader of {@code tmsis.v4.Record}. Readers differ about hostile bytes; about a proxy's output they must not. */
public interface RecordParser {
    /** Returns a name for reports. */
    String name();

    /**
     * Returns everything that a reader sees: values by path such as {@code 2.5}, unknown fields included.
     *
     * @throws UnreadableException where it refuses the bytes
     */
    SortedMap<String, String> read(byte[] record) throws UnreadableException;

    /** A reader refuses the bytes. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String rule) {
            super(rule, null, false, false);
        }
    }
}
