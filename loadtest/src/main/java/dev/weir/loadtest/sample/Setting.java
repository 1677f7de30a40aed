package dev.weir.loadtest.sample;

/** Where and how a service was given. */
enum Setting {
    HOSPITAL("21", "111"),
    NURSING_FACILITY("31", "211"),
    OFFICE("11", "731"),
    /** At the person's home. */
    HOME("12", "321"),
    /** From home to a place and back. */
    TRIP("41", ""),
    EMERGENCY("23", "131"),
    /** A payment that is tied to no person, reported as a claim. */
    TRACKING("99", ""),
    PHARMACY("01", "");

    private final String place;
    private final String bill;

    Setting(String place, String bill) {
        this.place = place;
        this.bill = bill;
    }

    /** Returns PLACE-OF-SERVICE. */
    String place() {
        return place;
    }

    /** Returns TYPE-OF-BILL, blank for a claim on a professional form. */
    String bill() {
        return bill.isEmpty() ? "" : "0" + bill;
    }
}
