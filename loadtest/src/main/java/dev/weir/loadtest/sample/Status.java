package dev.weir.loadtest.sample;

/** Citizenship and immigration status, with the codes that go together. */
enum Status {
    CITIZEN("1", "8"),
    NATIONAL("2", "8"),
    /** Qualified non-citizen with full benefits. */
    QUALIFIED("0", "1"),
    /** Qualified non-citizen whose five years have not passed. */
    BARRED("0", "1"),
    /** Lawfully present child or pregnant woman. */
    LAWFUL("0", "2"),
    /** Emergency services only. */
    EMERGENCY("0", "3");

    private final String citizenship;
    private final String immigration;

    Status(String citizenship, String immigration) {
        this.citizenship = citizenship;
        this.immigration = immigration;
    }

    String citizenship() {
        return citizenship;
    }

    String immigration() {
        return immigration;
    }

    boolean isCitizen() {
        return this == CITIZEN || this == NATIONAL;
    }

    /** Returns whether an identifier of type 3 must be on file. */
    boolean hasIdentifier() {
        return this == QUALIFIED || this == BARRED || this == LAWFUL;
    }
}
