package dev.weir.core.json;

/** Bytes that are not JSON as it is read here. Names the place and the rule, never what stands there. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    JsonException(int offset, String rule) {
        super("byte " + offset + ": " + rule);
    }
}
