package dev.weir.loadtest.sample;

/** What a provider does, with its codes. */
enum ProviderKind {
    HOSPITAL("SYNTHETIC GENERAL HOSPITAL", "01", "A1", "282N00000X", "01", "3"),
    NURSING_FACILITY("SYNTHETIC NURSING FACILITY", "03", "A4", "314000000X", "01", "3"),
    CLINIC("SYNTHETIC COMMUNITY CLINIC", "53", "97", "261QF0400X", "02", "5"),
    PHYSICIAN("SYNTHETIC MEDICAL PRACTICE", "20", "08", "207Q00000X", "03", "6"),
    PHARMACY("SYNTHETIC PHARMACY", "43", "A5", "3336C0003X", "01", "4"),
    TRANSPORT("SYNTHETIC MEDICAL TRANSPORT", "59", "A0", "343900000X", "01", "8"),
    HOME_CARE("SYNTHETIC HOME CARE", "62", "87", "374U00000X", "03", "7"),
    CARE_TEAM("SYNTHETIC CARE TEAM", "64", "89", "251B00000X", "02", "5");

    private final String label;
    private final String type;
    private final String specialty;
    private final String taxonomy;
    private final String form;
    private final String extraIdentifierType;

    ProviderKind(
            String label, String type, String specialty, String taxonomy, String form, String extraIdentifierType) {
        this.label = label;
        this.type = type;
        this.specialty = specialty;
        this.taxonomy = taxonomy;
        this.form = form;
        this.extraIdentifierType = extraIdentifierType;
    }

    String label() {
        return label;
    }

    String type() {
        return type;
    }

    String specialty() {
        return specialty;
    }

    String taxonomy() {
        return taxonomy;
    }

    /** Returns FACILITY-GROUP-INDIVIDUAL-CODE: facility, group or individual. */
    String form() {
        return form;
    }

    /** Returns the PROV-IDENTIFIER-TYPE of the third identifier, besides the state's number and the NPI. */
    String extraIdentifierType() {
        return extraIdentifierType;
    }

    boolean isIndividual() {
        return this == PHYSICIAN || this == HOME_CARE;
    }

    boolean hasBeds() {
        return this == HOSPITAL || this == NURSING_FACILITY;
    }
}
