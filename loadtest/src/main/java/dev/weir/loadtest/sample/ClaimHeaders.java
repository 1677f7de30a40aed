package dev.weir.loadtest.sample;

/** Header rows of claims. What all kinds have is here; what only some have is in {@link StayHeaders}. */
final class ClaimHeaders {
    private static final String SUBMITTER = "SYNTHSUBMIT";

    private final Identifiers identifiers;
    private final Trade trade;

    ClaimHeaders(Identifiers identifiers, Trade trade) {
        this.identifiers = identifiers;
        this.trade = trade;
    }

    Row row(Claim claim) {
        Row row = Row.of(claim.kind().header());
        status(claim, row);
        amounts(claim, row);
        funding(claim, row);
        claim.person().ifPresent(person -> person(person, row));
        provider(claim, row);
        if (claim.kind() == ClaimKind.PHARMACY) {
            pharmacy(claim, row);
        } else {
            StayHeaders.fill(claim, row);
        }
        return row;
    }

    private void status(Claim claim, Row row) {
        Draw draw = claim.draw().about("header");
        boolean other = draw.at(0).oneIn(6);
        row.put("ICN-ORIG", claim.number())
                .put("ICN-ADJ", claim.adjustment())
                .put("SUBMITTER-ID", SUBMITTER)
                .put("MSIS-IDENTIFICATION-NUM", claim.msisId())
                .put("CROSSOVER-INDICATOR", claim.crossesOver() ? "1" : "0")
                .put("1115A-DEMONSTRATION-IND", "0")
                .put("ADJUSTMENT-IND", claim.adjustmentCode())
                .put("ADJUSTMENT-REASON-CODE", claim.adjustmentReason())
                .put("ADJUDICATION-DATE", claim.adjudicated())
                .put("MEDICAID-PAID-DATE", claim.adjudicated().plusDays(2))
                .put("TYPE-OF-CLAIM", claim.type())
                .put("CLAIM-STATUS", claim.denied() ? "585" : "65")
                .put("CLAIM-STATUS-CATEGORY", claim.denied() ? "F2" : "F1")
                .put("CLAIM-DENIED-INDICATOR", claim.denied() ? "0" : "1")
                .put("CLAIM-PYMT-REM-CODE-1", claim.denied() ? "N30" : "")
                .put("SOURCE-LOCATION", claim.plan().isPresent() ? "20" : "01")
                .put("CHECK-NUM", claim.denied() ? "" : identifiers.numbered("CK", 10, item(claim)))
                .put("REMITTANCE-NUM", identifiers.numbered("RA", 10, item(claim)))
                .number("CLAIM-LINE-COUNT", claim.lines().size())
                .put("FORCED-CLAIM-IND", "0")
                .put("PATIENT-CONTROL-NUM", identifiers.numbered("PCN", 11, item(claim)))
                .put(
                        "PROVIDER-CLAIM-FORM-CODE",
                        other ? "95" : claim.setting().bill().isEmpty() ? "02" : "01")
                .put("PROVIDER-CLAIM-FORM-CODE-OTHER-TEXT", other ? FreeText.of(draw.at(1)) : "");
        if (!claim.denied()) {
            row.put("CHECK-EFF-DATE", claim.adjudicated().plusDays(2));
        }
    }

    /** Returns a number that no claim of any kind shares. */
    static long item(Claim claim) {
        return claim.index() * 4L + claim.kind().number();
    }

    private static void amounts(Claim claim, Row row) {
        long deductible = claim.crossesOver() ? claim.sum(ClaimLine::allowed) / 20 : 0;
        row.money("TOT-BILLED-AMT", claim.sum(ClaimLine::billed))
                .money("TOT-ALLOWED-AMT", claim.sum(ClaimLine::allowed))
                .money("TOT-MEDICAID-PAID-AMT", claim.sum(ClaimLine::paid))
                .money("TOT-TPL-AMT", claim.sum(ClaimLine::other))
                .money("TOT-MEDICARE-DEDUCTIBLE-AMT", deductible)
                .money("TOT-BENEFICIARY-COPAYMENT-PAID-AMOUNT", claim.sum(ClaimLine::copayment))
                .put("OTHER-INSURANCE-IND", claim.sum(ClaimLine::other) > 0 ? "1" : "0")
                .put("OTHER-TPL-COLLECTION", claim.sum(ClaimLine::other) > 0 ? "001" : "000")
                .put("COPAY-WAIVED-IND", claim.sum(ClaimLine::copayment) > 0 ? "0" : "1");
        if (claim.sum(ClaimLine::copayment) > 0) {
            row.put("BENEFICIARY-COPAYMENT-DATE-PAID", claim.end());
        }
    }

    private void funding(Claim claim, Row row) {
        boolean chip = claim.person().map(Person::isSeparateChip).orElse(false);
        boolean waiver = claim.kind() == ClaimKind.LONG_TERM && claim.home().isPresent();
        row.put("FIXED-PAYMENT-IND", "0")
                .put("FUNDING-CODE", chip ? "B" : "A")
                .put("FUNDING-SOURCE-NONFEDERAL-SHARE", "01")
                .put("MEDICARE-COMB-DED-IND", "0")
                .put("PROGRAM-TYPE", waiver ? "07" : "00")
                .put("PLAN-ID-NUMBER", claim.plan().map(trade::planId).orElse(""))
                .put("PAYMENT-LEVEL-IND", "2")
                .put("WAIVER-TYPE", waiver ? Trade.WAIVER_TYPE : "")
                .put("WAIVER-ID", waiver ? Trade.WAIVER_ID : "")
                .put("BORDER-STATE-IND", claim.draw().about("border").oneIn(12) ? "1" : "0");
    }

    private void person(Person person, Row row) {
        row.put("ELIGIBLE-FIRST-NAME", person.name().first())
                .put("ELIGIBLE-MIDDLE-INIT", person.name().middle())
                .put("ELIGIBLE-LAST-NAME", person.name().last())
                .put("DATE-OF-BIRTH", person.birth())
                .put(
                        "MEDICARE-HIC-NUM",
                        person.hasMedicareClaimNumber() ? identifiers.medicareClaimNumber(person.index()) : "")
                .put(
                        "MEDICARE-BENEFICIARY-IDENTIFIER",
                        person.hasMedicare() ? identifiers.medicareId(person.index()) : "");
    }

    private void provider(Claim claim, Row row) {
        Provider billing = claim.billing();
        boolean team = claim.person().map(Person::inHealthHome).orElse(false);
        row.put("BILLING-PROV-NUM", billing.id())
                .put("BILLING-PROV-NPI-NUM", billing.npi())
                .put("BILLING-PROV-TAXONOMY", billing.kind().taxonomy())
                .offer("BILLING-PROV-TYPE", billing.kind().type())
                .put("BILLING-PROV-SPECIALTY", billing.kind().specialty())
                .put("PROV-LOCATION-ID", Trade.LOCATION)
                .put("HEALTH-HOME-PROV-IND", team ? "1" : "0");
        if (team) {
            Provider home = trade.provider(ProviderKind.CARE_TEAM, claim.draw().about("team"));
            row.put("HEALTH-HOME-ENTITY-NAME", home.organization()).put("HEALTH-HOME-PROVIDER-NPI", home.npi());
        }
    }

    private void pharmacy(Claim claim, Row row) {
        Provider physician = trade.provider(ProviderKind.PHYSICIAN, claim.draw().about("prescriber"));
        row.put("PRESCRIBING-PROV-NUM", physician.id())
                .put("PRESCRIBING-PROV-NPI-NUM", physician.npi())
                .put("DISPENSING-PRESCRIPTION-DRUG-PROV-NUM", claim.billing().id())
                .put("DISPENSING-PRESCRIPTION-DRUG-PROV-NPI", claim.billing().npi())
                .put("DATE-PRESCRIBED", claim.begin().minusDays(2))
                .put("PRESCRIPTION-FILL-DATE", claim.begin())
                .put("PRESCRIPTION-ORIGIN-CODE", "3")
                .put("COMPOUND-DRUG-IND", claim.lines().size() > 1 ? "1" : "0");
    }
}
