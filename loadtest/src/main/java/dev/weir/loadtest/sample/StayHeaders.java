package dev.weir.loadtest.sample;

import java.util.List;

/** What header rows of inpatient, long-term care and other claims have besides: place, dates, the course of a stay. */
final class StayHeaders {
    private static final List<String> PROCEDURES = List.of("0DTJ4ZZ", "5A1D70Z", "0SRC0J9", "3E0G76Z");

    private StayHeaders() {}

    static void fill(Claim claim, Row row) {
        Address office = claim.billing().office();
        row.put("BEGINNING-DATE-OF-SERVICE", claim.begin())
                .put("ENDING-DATE-OF-SERVICE", claim.end())
                .put("TYPE-OF-BILL", claim.setting().bill())
                .put("BILLING-PROV-ADDR-LN-1", office.line1())
                .put("BILLING-PROV-ADDR-LN-2", office.line2())
                .put("BILLING-PROV-CITY", office.city())
                .put("BILLING-PROV-STATE", office.state())
                .put("BILLING-PROV-ZIP-CODE", office.zip())
                .put("REFERRING-PROV-NUM", claim.servicing().id())
                .put("REFERRING-PROV-NPI-NUM", claim.servicing().npi())
                .put("HEALTH-CARE-ACQUIRED-CONDITION-IND", "0");
        claim.home().ifPresent(home -> serviceLocation(home, row));
        if (claim.draw().about("occurrence").oneIn(5)) {
            row.put("OCCURRENCE-CODE-01", "11")
                    .put("OCCURRENCE-CODE-EFF-DATE-01", claim.begin())
                    .put("OCCURRENCE-CODE-END-DATE-01", claim.end());
        }
        switch (claim.kind()) {
            case INPATIENT -> inpatient(claim, row);
            case LONG_TERM -> longTerm(claim, row);
            case OTHER -> row.put("PLACE-OF-SERVICE", claim.setting().place());
            case PHARMACY -> throw new IllegalArgumentException("a pharmacy claim has no stay");
        }
    }

    /** Puts the home as the place of the service. It is the person's address, whatever the element is called. */
    static void serviceLocation(Address home, Row row) {
        row.put("SERVICE-FACILITY-LOCATION-ADDR-LN-1", home.line1())
                .put("SERVICE-FACILITY-LOCATION-ADDR-LN-2", home.line2())
                .put("SERVICE-FACILITY-LOCATION-CITY", home.city())
                .put("SERVICE-FACILITY-LOCATION-STATE", home.state())
                .put("SERVICE-FACILITY-LOCATION-ZIP-CODE", home.zip());
    }

    private static void stay(Claim claim, Row row) {
        Provider admitting = claim.servicing();
        row.put("ADMISSION-DATE", claim.begin())
                .put("ADMISSION-HOUR", Numbers.padded(claim.draw().about("hour").below(24), 2))
                .put("DISCHARGE-DATE", claim.end())
                .put("DISCHARGE-HOUR", "11")
                .put("PATIENT-STATUS", "01")
                .put("ADMITTING-PROV-NUM", admitting.id())
                .put("ADMITTING-PROV-NPI-NUM", admitting.npi())
                .put("ADMITTING-PROV-TYPE", admitting.kind().type())
                .put("ADMITTING-PROV-SPECIALTY", admitting.kind().specialty())
                .put("ADMITTING-PROV-TAXONOMY", admitting.kind().taxonomy())
                .put("SPLIT-CLAIM-IND", "0");
        if (claim.crossesOver()) {
            row.money("MEDICARE-PAID-AMT", claim.sum(ClaimLine::allowed) / 2).put("MEDICARE-REIM-TYPE", "01");
        }
    }

    private static void inpatient(Claim claim, Row row) {
        stay(claim, row);
        row.put("TYPE-OF-HOSPITAL", "00")
                .put("ADMISSION-TYPE", claim.emergencyOnly() ? "1" : "3")
                .put("DIAGNOSIS-RELATED-GROUP", "0470")
                .put("DIAGNOSIS-RELATED-GROUP-IND", "MS43")
                .put("DRG-DESCRIPTION", "SYNTHETIC GROUP")
                .put("DRG-REL-WEIGHT", "1.3500")
                .put("PROCEDURE-CODE-1", claim.draw().about("procedure").pick(PROCEDURES))
                .put("PROCEDURE-CODE-FLAG-1", "07")
                .put("PROCEDURE-CODE-DATE-1", claim.begin())
                .number("MEDICAID-COV-INPATIENT-DAYS", stayDays(claim))
                .number("NON-COV-DAYS", 0);
    }

    private static void longTerm(Claim claim, Row row) {
        stay(claim, row);
        row.number("NURSING-FACILITY-DAYS", stayDays(claim))
                .number("LEAVE-DAYS", 0)
                .money("LTC-RCP-LIAB-AMT", 0);
    }

    private static int stayDays(Claim claim) {
        return (int) (claim.end().toEpochDay() - claim.begin().toEpochDay());
    }
}
