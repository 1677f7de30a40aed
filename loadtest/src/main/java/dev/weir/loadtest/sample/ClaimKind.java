package dev.weir.loadtest.sample;

/** The four kinds of claims, each with a file of its own. */
enum ClaimKind {
    INPATIENT("CIP", "IP", 0),
    LONG_TERM("CLT", "LT", 1),
    OTHER("COT", "OT", 2),
    PHARMACY("CRX", "RX", 3);

    private final String file;
    private final String code;
    private final int number;

    ClaimKind(String file, String code, int number) {
        this.file = file;
        this.code = code;
        this.number = number;
    }

    /** Returns the two letters with which claim numbers of this kind begin. */
    String code() {
        return code;
    }

    /** Returns a number from 0 to 3. */
    int number() {
        return number;
    }

    String header() {
        return file + "00002";
    }

    String line() {
        return file + "00003";
    }

    String diagnosis() {
        return file + "00004";
    }
}
