package dev.weir.loadtest.sample;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Financial transactions: the capitation of every person in a plan, then payments of the other kinds in turn. Payers and
 * payees go through all the types there are, because their type decides whether their number is protected.
 */
final class PaymentRows implements FileRows {
    /** MSIS id that says that the person is not known. */
    static final String NO_PERSON = "99999999999999999999";

    private static final List<PaymentKind> KINDS =
            List.of(PaymentKind.values()).subList(1, PaymentKind.values().length);
    private static final int PERSON_UNKNOWN = 6;

    private final Draw seed;
    private final Population population;
    private final Trade trade;
    private final int payments;
    private final PaymentParties parties;

    PaymentRows(Draw seed, Population population, Trade trade, int payments) {
        this.seed = seed;
        this.population = population;
        this.trade = trade;
        this.payments = payments;
        this.parties = new PaymentParties(seed, population.identifiers(), trade);
    }

    @Override
    public int units() {
        return population.people() + payments;
    }

    @Override
    public List<Row> rows(int unit) {
        if (unit < population.people()) {
            Person person = population.person(unit);
            return person.plan().isEmpty()
                    ? List.of()
                    : List.of(payment(PaymentKind.CAPITATION, unit, unit, Optional.of(person)));
        }
        int number = unit - population.people();
        PaymentKind kind = KINDS.get(number % KINDS.size());
        return List.of(payment(kind, unit, number / KINDS.size(), person(kind, number)));
    }

    private Optional<Person> person(PaymentKind kind, int number) {
        int turn = number / KINDS.size();
        if (kind == PaymentKind.MISCELLANEOUS && (turn % 4 == 1 || turn == PERSON_UNKNOWN)) {
            return Optional.empty();
        }
        return Optional.of(population.find(
                seed.about("payment").at(number), kind.isPremium() ? Person::hasOtherInsurance : p -> true));
    }

    /**
     * Returns one payment.
     *
     * @param unit number of the payment among all
     * @param turn number of the payment among those of its kind
     */
    private Row payment(PaymentKind kind, int unit, int turn, Optional<Person> person) {
        Draw draw = seed.about("payments").at(unit);
        Identifiers ids = population.identifiers();
        Row row = Row.of(kind.segment());
        String amount = Numbers.money(30_000 + draw.at(0).below(50_000));
        LocalDate paid = ReportingMonth.FIRST.plusDays(4 + draw.at(1).below(20));
        boolean adjusted = turn % 7 == 3;
        row.put("ICN-ORIG", ids.numbered("FT6A", 12, unit))
                .put("ICN-ADJ", adjusted ? ids.numbered("FT6B", 12, unit) : "")
                .put("ADJUSTMENT-IND", adjusted ? "4" : "0")
                .put(row.has("PAYMENT-AMOUNT") ? "PAYMENT-AMOUNT" : "PAYMENT-OR-RECOUPMENT-AMOUNT", amount)
                .put(row.has("PAYMENT-DATE") ? "PAYMENT-DATE" : "PAYMENT-OR-RECOUPMENT-DATE", ReportingMonth.text(paid))
                .put("CHECK-EFF-DATE", paid)
                .put("CHECK-NUM", ids.numbered("FC", 10, unit))
                .put(kind.period() + "-START-DATE", ReportingMonth.FIRST)
                .put(kind.period() + "-END-DATE", ReportingMonth.LAST)
                .offer("MSIS-IDENTIFICATION-NUM", msisId(turn, person));
        Person payer = person.orElseGet(() -> population.person(draw.at(2).below(population.people())));
        parties.payer(turn, payer, row, draw.about("payer"));
        parties.payee(kind, turn, payer, row, draw.about("payee"));
        if (kind.isPremium() || kind == PaymentKind.COST_SHARING) {
            insurance(kind, payer, row);
        }
        funding(turn, row, draw.about("funding"));
        texts(turn, row, draw.about("texts"));
        return row;
    }

    private String msisId(int turn, Optional<Person> person) {
        return person.map(Person::msisId)
                .orElseGet(() -> turn == PERSON_UNKNOWN
                        ? NO_PERSON
                        : population.identifiers().numbered("&SVC", 8, turn));
    }

    private void insurance(PaymentKind kind, Person person, Row row) {
        Policy policy = Policy.of(seed, trade, population.identifiers(), person);
        row.put("INSURANCE-PLAN-ID", trade.insurancePlanId(policy.carrier()));
        if (kind.isPremium()) {
            row.put("INSURANCE-CARRIER-ID-NUM", trade.carrierId(policy.carrier()))
                    .put("MEMBER-ID", policy.member());
        }
        if (kind == PaymentKind.GROUP_PREMIUM) {
            row.put("SSN", policy.ownerSsn()).put("GROUP-NUM", policy.group()).put("POLICY-OWNER-CODE", "02");
        }
    }

    private static void funding(int turn, Row row, Draw draw) {
        boolean waiver = turn % 6 == 2;
        row.put("CATEGORY-FOR-FEDERAL-REIMBURSEMENT", "01")
                .put("MBESCBES-FORM-GROUP", "1")
                .put("MBESCBES-FORM", "64.9 BASE")
                .put("MBESCBES-CATEGORY-OF-SERVICE", "18A")
                .put("WAIVER-ID", waiver ? Trade.WAIVER_ID : "")
                .put("WAIVER-TYPE", waiver ? Trade.WAIVER_TYPE : "")
                .put("FUNDING-CODE", draw.oneIn(9) ? "F" : "A")
                .put("FUNDING-SOURCE-NONFEDERAL-SHARE", "01")
                .offer("SDP-IND", "0")
                .put("SOURCE-LOCATION", "01")
                .put("SPA-NUMBER", "SPA-26-0013")
                .offer("SUBCAPITATION-IND", "1")
                .offer("PAYMENT-CAT-XREF", "SYNTHETIC CATEGORY")
                .offer("OFFSET-TRANS-TYPE", "1")
                .offer("VALUE-BASED-PAYMENT-MODEL-TYPE", "4B");
    }

    /** Puts codes that need an explanation now and then, and the explanations. */
    private static void texts(int turn, Row row, Draw draw) {
        explained(
                row, "EXPENDITURE-AUTHORITY-TYPE", "EXPENDITURE-AUTHORITY-TYPE-OTHER-TEXT", turn % 5 == 1, draw.at(0));
        if (row.has("PAYMENT-PERIOD-TYPE")) {
            explained(row, "PAYMENT-PERIOD-TYPE", "PAYMENT-PERIOD-TYPE-OTHER-TEXT", turn % 4 == 3, draw.at(1));
        }
        if (row.has("TRANSACTION-TYPE")) {
            explained(row, "TRANSACTION-TYPE", "TRANSACTION-TYPE-OTHER-TEXT", turn % 3 == 2, draw.at(2));
        }
        row.put("MEMO", turn % 2 == 0 ? "SYNTHETIC MEMO: " + FreeText.of(draw.at(3)) : "");
    }

    private static void explained(Row row, String code, String text, boolean other, Draw draw) {
        row.put(code, other ? "95" : "01").put(text, other ? FreeText.of(draw) : "");
    }
}
