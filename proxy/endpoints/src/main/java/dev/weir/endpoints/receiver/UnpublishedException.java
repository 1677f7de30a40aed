package dev.weir.endpoints.receiver;

import java.io.IOException;

/** A feed that is asked for and that a receiver does not have, or not whole. */
public final class UnpublishedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnpublishedException(String message) {
        super(message);
    }
}
