package dev.weir.conformance.suite;

/**
 * Why a failure matters.
 *
 * @param name name by which cases refer to it
 * @param kind LEAK, LINKABILITY, LOSS, DUPLICATE, FUNCTIONALITY, AVAILABILITY or TRUST
 * @param effect what happens to people, in a sentence or two
 */
public record Note(String name, String kind, String effect) {
    /** Returns whether a failure is about people's data getting out, and can therefore never be waived. */
    public boolean leak() {
        return kind.equals("LEAK") || kind.equals("LINKABILITY");
    }
}
