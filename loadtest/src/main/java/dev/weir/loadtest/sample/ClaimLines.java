package dev.weir.loadtest.sample;

import java.util.List;

/** Line rows of claims. */
final class ClaimLines {
    private static final List<String> OFFICE_PROCEDURES = List.of("T1015", "G0463", "G0439", "Q3014");
    private static final String EMERGENCY_SERVICES = "27";

    private final Identifiers identifiers;

    ClaimLines(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    Row row(Claim claim, ClaimLine line) {
        Row row = Row.of(claim.kind().line());
        common(claim, line, row);
        switch (claim.kind()) {
            case INPATIENT -> stay(claim, line, row, "0120");
            case LONG_TERM -> {
                stay(claim, line, row, "0190");
                row.money("TPL-AMT", line.other());
            }
            case OTHER -> other(claim, line, row);
            case PHARMACY -> pharmacy(claim, line, row);
        }
        return row;
    }

    private void common(Claim claim, ClaimLine line, Row row) {
        Draw draw = line.draw().about("row");
        long item = ClaimHeaders.item(claim) * 8 + line.number();
        row.put("MSIS-IDENTIFICATION-NUM", claim.msisId())
                .put("ICN-ORIG", claim.number())
                .put("ICN-ADJ", claim.adjustment())
                .put("LINE-NUM-ORIG", line.numberText())
                .put("LINE-NUM-ADJ", claim.adjustment().isEmpty() ? "" : line.numberText())
                .put("LINE-ADJUSTMENT-IND", claim.adjustmentCode())
                .put("LINE-ADJUSTMENT-REASON-CODE", claim.adjustmentReason())
                .put("SUBMITTER-ID", "SYNTHSUBMIT")
                .put("CLAIM-LINE-STATUS", claim.denied() ? "585" : "65")
                .money("ALLOWED-AMT", line.allowed())
                .money("MEDICAID-PAID-AMT", line.paid())
                .money("OTHER-INSURANCE-AMT", 0)
                .put("OTHER-TPL-COLLECTION", line.other() > 0 ? "001" : "000")
                .put("CATEGORY-FOR-FEDERAL-REIMBURSEMENT", claim.type().matches("[AC]") ? "02" : "01")
                .put("ADJUDICATION-DATE", claim.adjudicated())
                .put("PRE-AUTHORIZATION-NUM", draw.at(0).oneIn(3) ? identifiers.numbered("PAN", 10, item) : "")
                .put("UNIQUE-DEVICE-IDENTIFIER", draw.at(1).oneIn(6) ? identifiers.device(item) : "")
                .put("IHS-SERVICE-IND", "0")
                .put("MBESCBES-FORM-GROUP", claim.type().matches("[AC]") ? "3" : "1")
                .put("MBESCBES-FORM", claim.type().matches("[AC]") ? "21 BASE" : "64.9 BASE")
                .put("MBESCBES-CATEGORY-OF-SERVICE", claim.emergencyOnly() ? EMERGENCY_SERVICES : category(claim));
        if (claim.plan().isPresent()) {
            row.money("MEDICAID-FFS-EQUIVALENT-AMT", line.allowed());
        }
    }

    private static String category(Claim claim) {
        return switch (claim.kind()) {
            case INPATIENT -> "1A";
            case LONG_TERM -> "3A";
            case OTHER -> "10";
            case PHARMACY -> "7";
        };
    }

    private static void servicing(Provider provider, Row row) {
        row.put("SERVICING-PROV-NUM", provider.id())
                .put("SERVICING-PROV-NPI-NUM", provider.npi())
                .put("SERVICING-PROV-TYPE", provider.kind().type())
                .put("SERVICING-PROV-SPECIALTY", provider.kind().specialty());
    }

    private static void stay(Claim claim, ClaimLine line, Row row, String revenueCode) {
        servicing(claim.servicing(), row);
        int days = (int) (claim.end().toEpochDay() - claim.begin().toEpochDay());
        row.put("BEGINNING-DATE-OF-SERVICE", claim.begin())
                .put("ENDING-DATE-OF-SERVICE", claim.end())
                .put("REVENUE-CODE", line.number() == 1 ? revenueCode : "0250")
                .number("REVENUE-CENTER-QUANTITY-ACTUAL", days)
                .number("REVENUE-CENTER-QUANTITY-ALLOWED", days)
                .money("REVENUE-CHARGE", line.billed())
                .put("BILLING-UNIT", "01")
                .put("TYPE-OF-SERVICE", claim.kind() == ClaimKind.INPATIENT ? "001" : "009");
    }

    private void other(Claim claim, ClaimLine line, Row row) {
        servicing(claim.servicing(), row);
        boolean trip = claim.setting() == Setting.TRIP;
        row.put("BEGINNING-DATE-OF-SERVICE", claim.begin())
                .put("ENDING-DATE-OF-SERVICE", claim.end())
                .put("PROCEDURE-CODE", procedure(claim, line))
                .put("PROCEDURE-CODE-DATE", claim.begin())
                .put("PROCEDURE-CODE-FLAG", "06")
                .money("BILLED-AMT", line.billed())
                .money("BENEFICIARY-COPAYMENT-PAID-AMOUNT", line.copayment())
                .money("TPL-AMT", line.other())
                .number("SERVICE-QUANTITY-ACTUAL", 1)
                .number("SERVICE-QUANTITY-ALLOWED", 1)
                .put("TYPE-OF-SERVICE", trip ? "056" : claim.setting() == Setting.HOME ? "051" : "012")
                .put("SERVICING-PROV-TAXONOMY", claim.servicing().kind().taxonomy())
                .put("PLACE-OF-SERVICE", claim.setting().place());
        if (claim.setting() != Setting.TRACKING) {
            row.number("DIAGNOSIS-CODE-POINTER-1", 1);
        }
        claim.home().ifPresent(home -> {
            StayHeaders.serviceLocation(home, row);
            row.put("HCBS-SERVICE-CODE", "4").put("HCBS-TAXONOMY", "08010").put("SELF-DIRECTION-TYPE", "000");
        });
        if (trip) {
            trip(claim, line, row);
        }
    }

    private static String procedure(Claim claim, ClaimLine line) {
        return switch (claim.setting()) {
            case TRIP -> "T2003";
            case HOME -> "S5125";
            case EMERGENCY -> "G0380";
            case OFFICE, TRACKING, HOSPITAL, NURSING_FACILITY, PHARMACY ->
                line.draw().about("procedure").pick(OFFICE_PROCEDURES);
        };
    }

    /** There from home on the first line, back home on the second. The other end is a place that is nobody's practice. */
    private static void trip(Claim claim, ClaimLine line, Row row) {
        Address home = claim.person().orElseThrow().household().home();
        Address place = Gazetteer.address(claim.draw().about("place"));
        end("ORIGINATION", line.number() == 1 ? home : place, row);
        end("DESTINATION", line.number() == 1 ? place : home, row);
    }

    private static void end(String which, Address address, Row row) {
        row.put(which + "-ADDR-LN1", address.line1())
                .put(which + "-ADDR-LN2", address.line2())
                .put(which + "-CITY", address.city())
                .put(which + "-STATE", address.state())
                .put(which + "-ZIP-CODE", address.zip());
    }

    private void pharmacy(Claim claim, ClaimLine line, Row row) {
        Draw draw = line.draw().about("drug");
        long item = ClaimHeaders.item(claim) * 8 + line.number();
        int days = 10 * (1 + draw.at(0).below(9));
        row.put("NATIONAL-DRUG-CODE", "00000" + Numbers.open(draw.at(1).below(1 << 18), 6))
                .money("BILLED-AMT", line.billed())
                .money("BENEFICIARY-COPAYMENT-PAID-AMOUNT", line.copayment())
                .money("TPL-AMT", line.other())
                .number("PRESCRIPTION-QUANTITY-ALLOWED", days)
                .number("PRESCRIPTION-QUANTITY-ACTUAL", days)
                .put("UNIT-OF-MEASURE", "UN")
                .put("TYPE-OF-SERVICE", "033")
                .number("DAYS-SUPPLY", days)
                .put("NEW-REFILL-IND", "00")
                .put("BRAND-GENERIC-IND", "1")
                .put("PRESCRIPTION-NUM", identifiers.numbered("RXN", 9, item))
                .number("DTL-METRIC-DEC-QTY", days)
                .put("REBATE-ELIGIBLE-INDICATOR", "1")
                .put("INGREDIENT-COST-SUBMITTED", Numbers.money(line.billed()))
                .put("INGREDIENT-COST-PAID-AMT", Numbers.money(line.paid()))
                .put("DISPENSE-FEE-PAID-AMT", "10.05");
    }
}
