package dev.weir.endpoints.leak;

/**
 * A value that got out.
 *
 * @param place where the value stands in the input
 * @param disguise the form in which it was found
 * @param where the file or stream in which it was found
 * @param offset position there, in bytes
 */
public record Leak(String place, Disguise disguise, String where, long offset) {
    /** Returns the leak as one line, without the value. */
    public String text() {
        return where + " byte " + offset + ": " + place + " as " + disguise;
    }
}
