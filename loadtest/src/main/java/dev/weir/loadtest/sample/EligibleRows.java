package dev.weir.loadtest.sample;

import java.util.ArrayList;
import java.util.List;

/** Eligibility rows of a person: who it is, where the person lives, why and since when the person is covered. */
final class EligibleRows implements FileRows {
    private static final String MSIS_ID = "MSIS-IDENTIFICATION-NUM";
    private static final List<String> LANGUAGES = List.of("SPA", "VIE", "CHI", "TGL", "ARA", "KOR");
    private static final List<String> RACES = List.of("001", "002", "003", "004", "005", "006", "012", "017", "018");
    private static final List<String> REASONS = List.of("MERGE", "UNMERGE", "LSE", "TCAM");

    private final Draw seed;
    private final Population population;
    private final ProgramRows programs;
    private final Trade trade;

    EligibleRows(Draw seed, Population population, Trade trade) {
        this.seed = seed.about("eligible");
        this.population = population;
        this.trade = trade;
        this.programs = new ProgramRows(this.seed, trade);
    }

    @Override
    public int units() {
        return population.people();
    }

    @Override
    public List<Row> rows(int unit) {
        Person person = population.person(unit);
        Draw draw = seed.at(unit);
        List<Row> rows = new ArrayList<>();
        rows.add(primary(person));
        rows.add(variable(person, draw.about("variable")));
        rows.add(contact(person, "01", person.household().home(), draw.about("home")));
        if (person.index() % 8 == 5) {
            rows.add(contact(person, "06", Gazetteer.address(draw.about("mail")), draw.about("mailing")));
        }
        rows.add(Determinants.row(person, draw.about("determinants")));
        rows.addAll(programs.rows(person));
        person.plan().ifPresent(plan -> rows.add(plan(person, plan)));
        rows.add(ethnicity(person, draw.about("ethnicity")));
        rows.add(race(person, draw.about("race")));
        person.earlier().ifPresent(span -> rows.add(enrolment(person, span)));
        rows.add(enrolment(person, person.enrolment()));
        rows.addAll(identifiers(person, draw.about("identifiers")));
        return rows;
    }

    private static Row of(String segment, Person person) {
        return Row.of(segment).put(MSIS_ID, person.msisId());
    }

    private static Row primary(Person person) {
        Span span = new Span(
                person.earlier().orElse(person.enrolment()).from(),
                person.enrolment().to());
        return of("ELG00002", person)
                .put("ELIGIBLE-FIRST-NAME", person.name().first())
                .put("ELIGIBLE-LAST-NAME", person.name().last())
                .put("ELIGIBLE-MIDDLE-INIT", person.name().middle())
                .put("SEX", person.sex())
                .put("DATE-OF-BIRTH", person.birth())
                .put("DATE-OF-DEATH", person.death())
                .span("PRIMARY-DEMOGRAPHIC-ELEMENT-EFF-DATE", "PRIMARY-DEMOGRAPHIC-ELEMENT-END-DATE", span);
    }

    private Row variable(Person person, Draw draw) {
        Row row = of("ELG00003", person);
        boolean adult = person.stage() == Stage.ADULT || person.stage() == Stage.ELDER;
        String marital = !adult ? "01" : draw.at(0).pick(List.of("01", "02", "04", "05", "14"));
        if (marital.equals("14")) {
            row.put("MARITAL-STATUS-OTHER-EXPLANATION", FreeText.of(draw.at(1)));
        }
        status(person, row, draw.about("status"));
        return row.put("MARITAL-STATUS", marital)
                .put("SSN", person.ssn())
                .put("SSN-VERIFICATION-FLAG", person.ssn().isEmpty() ? "0" : person.hasRegularSsn() ? "1" : "2")
                .put("INCOME-CODE", Numbers.padded(1 + draw.at(2).below(5), 2))
                .put("VETERAN-IND", adult && draw.at(3).oneIn(15) ? "1" : "0")
                .put("HOUSEHOLD-SIZE", Numbers.padded(person.household().size(), 2))
                .put("PREGNANCY-IND", person.isPregnant() ? "1" : "0")
                .put("MEDICARE-HIC-NUM", medicareClaimNumber(person))
                .put("MEDICARE-BENEFICIARY-IDENTIFIER", medicareId(person))
                .put("CHIP-CODE", person.isSeparateChip() ? "3" : person.isExpansionChip() ? "2" : "1")
                .put(
                        "ELIGIBLE-FEDERAL-POVERTY-LEVEL-PERCENTAGE",
                        Numbers.padded(30 + draw.at(4).below(200), 3))
                .span(
                        "VARIABLE-DEMOGRAPHIC-ELEMENT-EFF-DATE",
                        "VARIABLE-DEMOGRAPHIC-ELEMENT-END-DATE",
                        person.enrolment());
    }

    private static void status(Person person, Row row, Draw draw) {
        Status status = person.status();
        boolean foreign = !status.isCitizen();
        row.put("CITIZENSHIP-IND", status.citizenship())
                .put("IMMIGRATION-STATUS", status.immigration())
                .put("CITIZENSHIP-VERIFICATION-FLAG", foreign ? "" : draw.at(0).oneIn(9) ? "1" : "0")
                .put("IMMIGRATION-VERIFICATION-FLAG", !foreign ? "" : draw.at(1).oneIn(4) ? "1" : "0")
                .put("PREFERRED-LANGUAGE-CODE", foreign ? draw.at(2).pick(LANGUAGES) : "ENG")
                .put(
                        "ENGLISH-PROFICIENCY-CODE",
                        foreign ? Integer.toString(1 + draw.at(3).below(3)) : "0");
        if (status == Status.BARRED) {
            row.put(
                    "IMMIGRATION-STATUS-FIVE-YEAR-BAR-END-DATE",
                    (2028 + draw.at(4).below(3))
                            + Numbers.padded(1 + draw.at(5).below(12), 2)
                            + Numbers.padded(2 + draw.at(6).below(27), 2));
        }
    }

    private String medicareId(Person person) {
        return person.hasMedicare() ? population.identifiers().medicareId(person.index()) : "";
    }

    private String medicareClaimNumber(Person person) {
        return person.hasMedicareClaimNumber() ? population.identifiers().medicareClaimNumber(person.index()) : "";
    }

    private static Row contact(Person person, String type, Address address, Draw draw) {
        // Some get their mail in the next state.
        String state = type.equals("06") && draw.at(0).oneIn(2) ? "04" : address.state();
        return of("ELG00004", person)
                .put("ELIGIBLE-ADDR-TYPE", type)
                .put("ELIGIBLE-ADDR-LN1", address.line1())
                .put("ELIGIBLE-ADDR-LN2", address.line2())
                .put("ELIGIBLE-ADDR-LN3", address.line3())
                .put("ELIGIBLE-CITY", address.city())
                .put("ELIGIBLE-STATE", state)
                .put("ELIGIBLE-ZIP-CODE", address.zip())
                .put("ELIGIBLE-COUNTY-CODE", address.county())
                .put("ELIGIBLE-PHONE-NUM", person.household().phone())
                .put("TYPE-OF-LIVING-ARRANGEMENT", draw.at(1).oneIn(3) ? FreeText.of(draw.at(2)) : "")
                .span("ELIGIBLE-ADDR-EFF-DATE", "ELIGIBLE-ADDR-END-DATE", person.enrolment());
    }

    private Row plan(Person person, int plan) {
        return of("ELG00014", person)
                .put("MANAGED-CARE-PLAN-ID", trade.planId(plan))
                .put("ENROLLED-MANAGED-CARE-PLAN-TYPE", "01")
                .span(
                        "MANAGED-CARE-PLAN-ENROLLMENT-EFF-DATE",
                        "MANAGED-CARE-PLAN-ENROLLMENT-END-DATE",
                        person.enrolment());
    }

    private static Row ethnicity(Person person, Draw draw) {
        return of("ELG00015", person)
                .put("ETHNICITY-CODE", draw.pick(List.of("0", "0", "1", "2", "4", "6")))
                .span("ETHNICITY-DECLARATION-EFF-DATE", "ETHNICITY-DECLARATION-END-DATE", person.enrolment());
    }

    private static Row race(Person person, Draw draw) {
        String race = draw.at(0).pick(RACES);
        return of("ELG00016", person)
                .put("RACE", race)
                .put("RACE-OTHER", race.equals("018") ? FreeText.of(draw.at(1)) : "")
                .put("AMERICAN-INDIAN-ALASKAN-NATIVE-INDICATOR", race.equals("003") ? "1" : "0")
                .span("RACE-DECLARATION-EFF-DATE", "RACE-DECLARATION-END-DATE", person.enrolment());
    }

    private static Row enrolment(Person person, Span span) {
        return of("ELG00021", person)
                .put("ENROLLMENT-TYPE", person.isSeparateChip() ? "2" : "1")
                .span("ENROLLMENT-EFF-DATE", "ENROLLMENT-END-DATE", span);
    }

    private List<Row> identifiers(Person person, Draw draw) {
        Identifiers ids = population.identifiers();
        List<Row> rows = new ArrayList<>();
        if (person.index() % 2 == 0) {
            rows.add(identifier(person, "1", "SYNTH-CARD-OFFICE", ids.numbered("BIC", 9, person.index())));
        }
        if (person.index() % 7 == 3) {
            rows.add(identifier(person, "2", "SYNTH-OLD-SYSTEM", ids.numbered("CMO", 9, person.index()))
                    .put("REASON-FOR-CHANGE", draw.pick(REASONS)));
        }
        if (person.status().hasIdentifier()) {
            rows.add(identifier(person, "3", "SYNTH-STATUS-DESK", ids.numbered("ALN", 9, person.index())));
        }
        return rows;
    }

    private static Row identifier(Person person, String type, String issuer, String identifier) {
        return of("ELG00022", person)
                .put("ELG-IDENTIFIER-TYPE", type)
                .put("ELG-IDENTIFIER-ISSUING-ENTITY-ID", issuer)
                .put("ELG-IDENTIFIER", identifier)
                .span("ELG-IDENTIFIER-EFF-DATE", "ELG-IDENTIFIER-END-DATE", person.enrolment());
    }
}
