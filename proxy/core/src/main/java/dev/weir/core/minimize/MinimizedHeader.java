package dev.weir.core.minimize;

import com.google.protobuf.ByteString;

/** A header row that may leave. Only the engines of this package make one. */
public final class MinimizedHeader {
    private final ByteString record;

    MinimizedHeader(byte[] record) {
        this.record = ByteString.copyFrom(record);
    }

    /** Returns the row as a record in canonical form. */
    public ByteString record() {
        return record;
    }
}
