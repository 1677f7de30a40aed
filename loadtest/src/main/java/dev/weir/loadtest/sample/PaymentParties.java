package dev.weir.loadtest.sample;

/** Who pays and who is paid. */
final class PaymentParties {
    private static final String STATE = "01";
    private static final String PLAN = "02";
    private static final String BENEFICIARY = "08";
    /** Somebody else, explained in words. The number is protected, because nobody knows whose it is. */
    private static final String OTHER = "95";

    private final Draw seed;
    private final Identifiers identifiers;
    private final Trade trade;

    PaymentParties(Draw seed, Identifiers identifiers, Trade trade) {
        this.seed = seed;
        this.identifiers = identifiers;
        this.trade = trade;
    }

    /** Puts the payer: the state, now and then a beneficiary who pays back, or somebody else. */
    void payer(int turn, Person person, Row row, Draw draw) {
        boolean other = turn % 6 == 5;
        String type = other ? OTHER : turn % 6 == 4 ? BENEFICIARY : STATE;
        row.put("PAYER-ID-TYPE", type)
                .put(
                        "PAYER-ID",
                        switch (type) {
                            case STATE -> ReportingMonth.STATE;
                            case BENEFICIARY -> person.msisId();
                            default -> identifiers.numbered("OPX", 9, draw.key());
                        })
                .put("PAYER-ID-TYPE-OTHER-TEXT", other ? FreeText.of(draw.at(0)) : "")
                .offer("PAYER-MCR-PLAN-TYPE", other ? OTHER : "")
                .offer("PAYER-MCR-PLAN-TYPE-OTHER-TEXT", other ? FreeText.of(draw.at(1)) : "");
    }

    /** Puts the payee, its plan type and its tax number. */
    void payee(PaymentKind kind, int turn, Person person, Row row, Draw draw) {
        String type = payeeType(kind, turn);
        int plan = person.plan().orElse(turn % trade.plans());
        Provider provider = trade.provider(ProviderKind.CLINIC, draw.at(0));
        row.put("PAYEE-ID-TYPE", type)
                .put(
                        "PAYEE-ID",
                        switch (type) {
                            case PLAN -> trade.planId(plan);
                            case "04", "05" -> provider.id();
                            case "06" -> provider.npi();
                            case "07" -> trade.carrierId(turn % trade.carriers());
                            case BENEFICIARY -> person.msisId();
                            default -> identifiers.numbered("OPX", 9, draw.key());
                        })
                .put("PAYEE-ID-TYPE-OTHER-TEXT", type.equals(OTHER) ? FreeText.of(draw.at(1)) : "");
        if (row.has("PAYEE-MCR-PLAN-TYPE")) {
            row.put("PAYEE-MCR-PLAN-TYPE", type.equals(OTHER) ? OTHER : type.equals(PLAN) ? "01" : "")
                    .put("PAYEE-MCR-PLAN-TYPE-OTHER-TEXT", type.equals(OTHER) ? FreeText.of(draw.at(2)) : "");
        }
        if (type.equals(PLAN)) {
            row.offer("CONTRACT-ID", "CONTRACT-" + Numbers.open(plan, 4));
        }
        tax(type, plan, person, row, draw.about("tax"));
    }

    private static String payeeType(PaymentKind kind, int turn) {
        return switch (turn % 8) {
            case 5 -> BENEFICIARY;
            case 6 -> OTHER;
            case 1 -> kind == PaymentKind.CAPITATION ? PLAN : "04";
            case 2 -> kind == PaymentKind.CAPITATION ? PLAN : "05";
            case 3 -> kind == PaymentKind.CAPITATION ? PLAN : "06";
            case 4 -> kind == PaymentKind.CAPITATION ? PLAN : "07";
            default -> PLAN;
        };
    }

    /** Puts the tax number: a plan's employer number, a relative's SSN where a family is paid, something else. */
    private void tax(String payeeType, int plan, Person person, Row row, Draw draw) {
        switch (payeeType) {
            case PLAN -> row.put("PAYEE-TAX-ID-TYPE", "02").put("PAYEE-TAX-ID", trade.planTaxId(plan));
            case BENEFICIARY ->
                row.put("PAYEE-TAX-ID-TYPE", "01")
                        .put(
                                "PAYEE-TAX-ID",
                                Policy.of(seed, trade, identifiers, person).ownerSsn());
            case OTHER ->
                row.put("PAYEE-TAX-ID-TYPE", OTHER)
                        .put("PAYEE-TAX-ID", identifiers.numbered("TXO", 9, draw.key()))
                        .put("PAYEE-TAX-ID-TYPE-OTHER-TEXT", FreeText.of(draw.at(0)));
            default -> {
                // A provider's tax number is protected in the provider file and so is left out here.
            }
        }
    }
}
