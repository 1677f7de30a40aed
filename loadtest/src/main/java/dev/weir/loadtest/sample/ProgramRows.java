package dev.weir.loadtest.sample;

import java.util.ArrayList;
import java.util.List;

/** Eligibility rows of the programmes that a person takes part in: health home, waiver, long-term services and others. */
final class ProgramRows {
    private final Draw seed;
    private final Trade trade;

    ProgramRows(Draw seed, Trade trade) {
        this.seed = seed.about("programmes");
        this.trade = trade;
    }

    /** Returns the rows of a person; most people have few. */
    List<Row> rows(Person person) {
        Draw draw = seed.at(person.index());
        List<Row> rows = new ArrayList<>();
        if (person.inHealthHome()) {
            healthHome(person, draw.about("health home"), rows);
        }
        if (person.stage() == Stage.ADULT && person.index() % 5 == 1) {
            rows.add(lockIn(person, draw.about("lock-in")));
        }
        if (person.stage() == Stage.ELDER) {
            rows.add(moneyFollows(person));
        }
        if (person.index() % 14 == 3) {
            rows.add(of("ELG00011", person)
                    .put("STATE-PLAN-OPTION-TYPE", "02")
                    .span("STATE-PLAN-OPTION-EFF-DATE", "STATE-PLAN-OPTION-END-DATE", person.enrolment()));
        }
        if (person.onWaiver()) {
            longTerm(person, draw.about("long-term"), rows);
        }
        if (person.index() % 16 == 4) {
            rows.add(of("ELG00018", person)
                    .put("1115A-DEMONSTRATION-IND", "1")
                    .span("1115A-EFF-DATE", "1115A-END-DATE", person.enrolment()));
        }
        return rows;
    }

    private static Row of(String segment, Person person) {
        return Row.of(segment).put("MSIS-IDENTIFICATION-NUM", person.msisId());
    }

    private void healthHome(Person person, Draw draw, List<Row> rows) {
        Provider team = trade.provider(ProviderKind.CARE_TEAM, draw);
        String plan = "SYNTHETIC HEALTH HOME STATE PLAN";
        rows.add(of("ELG00006", person)
                .put("HEALTH-HOME-SPA-NAME", plan)
                .put("HEALTH-HOME-ENTITY-NAME", team.organization())
                .put("HEALTH-HOME-ENTITY-EFF-DATE", person.enrolment().from())
                .span(
                        "HEALTH-HOME-SPA-PARTICIPATION-EFF-DATE",
                        "HEALTH-HOME-SPA-PARTICIPATION-END-DATE",
                        person.enrolment()));
        rows.add(of("ELG00007", person)
                .put("HEALTH-HOME-SPA-NAME", plan)
                .put("HEALTH-HOME-ENTITY-NAME", team.organization())
                .put("HEALTH-HOME-PROV-NUM", team.id())
                .put("HEALTH-HOME-ENTITY-EFF-DATE", person.enrolment().from())
                .span("HEALTH-HOME-SPA-PROVIDER-EFF-DATE", "HEALTH-HOME-SPA-PROVIDER-END-DATE", person.enrolment()));
        boolean other = person.index() % 4 == 3;
        rows.add(of("ELG00008", person)
                .put("HEALTH-HOME-CHRONIC-CONDITION", other ? "H" : "D")
                .put("HEALTH-HOME-CHRONIC-CONDITION-OTHER-EXPLANATION", other ? FreeText.of(draw.at(1)) : "")
                .span(
                        "HEALTH-HOME-CHRONIC-CONDITION-EFF-DATE",
                        "HEALTH-HOME-CHRONIC-CONDITION-END-DATE",
                        person.enrolment()));
    }

    private Row lockIn(Person person, Draw draw) {
        return of("ELG00009", person)
                .put(
                        "LOCKIN-PROV-NUM",
                        trade.provider(ProviderKind.PHARMACY, draw).id())
                .put("LOCKIN-PROV-TYPE", ProviderKind.PHARMACY.type())
                .put("LOCKED-IN-SRVCS", "02")
                .span("LOCKIN-EFF-DATE", "LOCKIN-END-DATE", person.enrolment());
    }

    private static Row moneyFollows(Person person) {
        return of("ELG00010", person)
                .put("MFP-LIVES-WITH-FAMILY", person.household().size() > 1 ? "1" : "0")
                .put("MFP-QUALIFIED-INSTITUTION", "01")
                .put("MFP-QUALIFIED-RESIDENCE", "02")
                .span("MFP-ENROLLMENT-EFF-DATE", "MFP-ENROLLMENT-END-DATE", person.enrolment());
    }

    private void longTerm(Person person, Draw draw, List<Row> rows) {
        rows.add(of("ELG00012", person)
                .put("WAIVER-ID", Trade.WAIVER_ID)
                .put("WAIVER-TYPE", Trade.WAIVER_TYPE)
                .span("WAIVER-ENROLLMENT-EFF-DATE", "WAIVER-ENROLLMENT-END-DATE", person.enrolment()));
        rows.add(of("ELG00013", person)
                .put("LTSS-LEVEL-CARE", "3")
                .put(
                        "LTSS-PROV-NUM",
                        trade.provider(ProviderKind.HOME_CARE, draw).id())
                .span("LTSS-ELIGIBILITY-EFF-DATE", "LTSS-ELIGIBILITY-END-DATE", person.enrolment()));
        rows.add(of("ELG00017", person)
                .put("DISABILITY-TYPE-CODE", Numbers.padded(1 + draw.at(1).below(6), 2))
                .span("DISABILITY-TYPE-EFF-DATE", "DISABILITY-TYPE-END-DATE", person.enrolment()));
        rows.add(of("ELG00020", person)
                .put(
                        "HCBS-CHRONIC-CONDITION-NON-HEALTH-HOME-CODE",
                        Numbers.padded(1 + draw.at(2).below(9), 3))
                .span(
                        "HCBS-CHRONIC-CONDITION-NON-HEALTH-HOME-EFF-DATE",
                        "HCBS-CHRONIC-CONDITION-NON-HEALTH-HOME-END-DATE",
                        person.enrolment()));
    }
}
