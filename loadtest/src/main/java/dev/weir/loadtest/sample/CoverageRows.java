package dev.weir.loadtest.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Third-party liability rows: of every beneficiary, then of every carrier. */
final class CoverageRows implements FileRows {
    private static final Span CARRIER_SPAN = Span.open(LocalDate.of(2025, 1, 1));
    private static final List<String> COVERAGES = List.of("01", "02");

    private final Draw seed;
    private final Population population;
    private final Trade trade;

    CoverageRows(Draw seed, Population population, Trade trade) {
        this.seed = seed;
        this.population = population;
        this.trade = trade;
    }

    @Override
    public int units() {
        return population.people() + trade.carriers();
    }

    @Override
    public List<Row> rows(int unit) {
        return unit < population.people() ? person(population.person(unit)) : carrier(unit - population.people());
    }

    private List<Row> person(Person person) {
        boolean liable = person.index() % 15 == 2;
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("TPL00002")
                .put("MSIS-IDENTIFICATION-NUM", person.msisId())
                .put("TPL-HEALTH-INSURANCE-COVERAGE-IND", person.hasOtherInsurance() ? "1" : "0")
                .put("TPL-OTHER-COVERAGE-IND", liable ? "1" : "0")
                .put("ELIGIBLE-FIRST-NAME", person.name().first())
                .put("ELIGIBLE-MIDDLE-INIT", person.name().middle())
                .put("ELIGIBLE-LAST-NAME", person.name().last())
                .span("ELIG-PRSN-MAIN-EFF-DATE", "ELIG-PRSN-MAIN-END-DATE", person.enrolment()));
        if (person.hasOtherInsurance()) {
            for (int i = 0; i <= person.index() / 5 % 2; i++) {
                rows.add(coverage(person, COVERAGES.get(i)));
            }
        }
        if (liable) {
            rows.add(Row.of("TPL00005")
                    .put("MSIS-IDENTIFICATION-NUM", person.msisId())
                    .put("TYPE-OF-OTHER-THIRD-PARTY-LIABILITY", "1")
                    .span("OTHER-TPL-EFF-DATE", "OTHER-TPL-END-DATE", person.enrolment()));
        }
        return rows;
    }

    private Row coverage(Person person, String coverage) {
        Policy policy = Policy.of(seed, trade, population.identifiers(), person);
        return Row.of("TPL00003")
                .put("MSIS-IDENTIFICATION-NUM", person.msisId())
                .put("INSURANCE-CARRIER-ID-NUM", trade.carrierId(policy.carrier()))
                .put("INSURANCE-PLAN-ID", trade.insurancePlanId(policy.carrier()))
                .put("GROUP-NUM", policy.group())
                .put("MEMBER-ID", policy.member())
                .put("INSURANCE-PLAN-TYPE", "01")
                .put("COVERAGE-TYPE", coverage)
                .money("ANNUAL-DEDUCTIBLE-AMT", 25_000L + person.index() % 4 * 25_000L)
                .put("POLICY-OWNER-FIRST-NAME", policy.owner().first())
                .put("POLICY-OWNER-LAST-NAME", policy.owner().last())
                .put("POLICY-OWNER-SSN", policy.ownerSsn())
                .put("POLICY-OWNER-CODE", person.stage() == Stage.CHILD ? "03" : "02")
                .span("INSURANCE-COVERAGE-EFF-DATE", "INSURANCE-COVERAGE-END-DATE", person.enrolment());
    }

    private List<Row> carrier(int carrier) {
        List<Row> rows = new ArrayList<>();
        for (String coverage : COVERAGES) {
            rows.add(Row.of("TPL00004")
                    .put("INSURANCE-CARRIER-ID-NUM", trade.carrierId(carrier))
                    .put("INSURANCE-PLAN-ID", trade.insurancePlanId(carrier))
                    .put("INSURANCE-PLAN-TYPE", "01")
                    .put("COVERAGE-TYPE", coverage)
                    .span("INSURANCE-CATEGORIES-EFF-DATE", "INSURANCE-CATEGORIES-END-DATE", CARRIER_SPAN));
        }
        Address office = trade.office("carrier", carrier);
        rows.add(Row.of("TPL00006")
                .put("INSURANCE-CARRIER-ID-NUM", trade.carrierId(carrier))
                .put("TPL-ENTITY-ADDR-TYPE", "06")
                .put("INSURANCE-CARRIER-ADDR-LN1", office.line1())
                .put("INSURANCE-CARRIER-ADDR-LN2", office.line2())
                .put("INSURANCE-CARRIER-CITY", office.city())
                .put("INSURANCE-CARRIER-STATE", office.state())
                .put("INSURANCE-CARRIER-ZIP-CODE", office.zip())
                .put("INSURANCE-CARRIER-PHONE-NUM", trade.phone("carrier", carrier))
                .put("INSURANCE-CARRIER-NAIC-CODE", "NA" + Numbers.open(carrier, 5))
                .put("INSURANCE-CARRIER-NAME", "SYNTHETIC INSURANCE " + Numbers.open(carrier, 4))
                .span("TPL-ENTITY-CONTACT-INFO-EFF-DATE", "TPL-ENTITY-CONTACT-INFO-END-DATE", CARRIER_SPAN));
        return rows;
    }
}
