package dev.weir.loadtest.sample;

/** Free text that says what it is. Each is unique enough to be found again. */
final class FreeText {
    private FreeText() {}

    /** Returns the text of a field that explains a code. */
    static String of(Draw draw) {
        return "SYNTHETIC TEXT " + Numbers.open(draw.key() & 0xFFFFFF, 8);
    }

    /** Returns the text of a note. */
    static String note(Draw draw) {
        return "SYNTHETIC NOTE " + Numbers.open(draw.key() & 0xFFFFFF, 8) + " ABOUT NOBODY";
    }
}
