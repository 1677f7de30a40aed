package dev.weir.loadtest.sample;

/** The row that says why a person is covered, and for what. */
final class Determinants {
    private Determinants() {}

    static Row row(Person person, Draw draw) {
        Row row = Row.of("ELG00005").put("MSIS-IDENTIFICATION-NUM", person.msisId());
        String reason = termination(person);
        if (reason.equals("22")) {
            row.put("ELIGIBILITY-TERMINATION-REASON-OTHER-TYPE-TEXT", FreeText.of(draw.at(0)));
        }
        coded(row, "ELIGIBILITY-EXTENSION-CODE", "ELIGIBILITY-EXTENSION-OTHER-TEXT", draw.at(1));
        coded(row, "CONTINUOUS-ELIGIBILITY-CODE", "CONTINUOUS-ELIGIBILITY-OTHER-TEXT", draw.at(2));
        coded(row, "INCOME-STANDARD-CODE", "INCOME-STANDARD-OTHER-TEXT", draw.at(3));
        String group = group(person);
        return row.put("MSIS-CASE-NUM", person.household().caseNumber())
                .put("DUAL-ELIGIBLE-CODE", dual(person))
                .put("PRIMARY-ELIGIBILITY-GROUP-IND", "1")
                .put("ELIGIBILITY-GROUP", group)
                .put("LEVEL-OF-CARE-STATUS", person.onWaiver() ? "001" : "")
                .put("SSDI-IND", person.isDisabled() ? "1" : "0")
                .put("SSI-IND", group.equals("11") ? "1" : "0")
                .put("SSI-STATE-SUPPLEMENT-STATUS-CODE", group.equals("11") ? "001" : "000")
                .put("SSI-STATUS", group.equals("11") ? "001" : "000")
                .put("STATE-SPEC-ELIG-GROUP", "CAL" + Numbers.padded(Integer.parseInt(group), 3))
                .put("CONCEPTION-TO-BIRTH-IND", person.stage() == Stage.UNBORN ? "1" : "0")
                .put("ELIGIBILITY-TERMINATION-REASON", reason)
                .put("RESTRICTED-BENEFITS-CODE", person.restrictedBenefits())
                .put(
                        "TANF-CASH-CODE",
                        person.stage() == Stage.CHILD && draw.at(4).oneIn(5) ? "2" : "1")
                .put(
                        "ELIGIBILITY-REDETERMINATION-DATE",
                        "2027" + Numbers.padded(1 + draw.at(5).below(12), 2) + "15")
                .span("ELIGIBILITY-DETERMINANT-EFF-DATE", "ELIGIBILITY-DETERMINANT-END-DATE", person.enrolment());
    }

    /** Puts a code into a few rows, and the text that explains the code for others. */
    private static void coded(Row row, String code, String text, Draw draw) {
        if (draw.at(0).oneIn(4)) {
            boolean other = draw.at(1).oneIn(3);
            row.put(code, other ? "995" : "00" + (1 + draw.at(2).below(2)));
            row.put(text, other ? FreeText.of(draw.at(3)) : "");
        }
    }

    private static String termination(Person person) {
        if (person.enrolment().to().isEmpty()) {
            return "";
        }
        return !person.death().isEmpty() ? "03" : person.index() % 2 == 0 ? "01" : "22";
    }

    private static String dual(Person person) {
        return !person.hasMedicare() ? "00" : person.restrictedBenefits().equals("3") ? "01" : "02";
    }

    private static String group(Person person) {
        return switch (person.stage()) {
            case UNBORN -> "64";
            case CHILD -> person.isSeparateChip() ? "61" : person.isExpansionChip() ? "31" : "07";
            case ADULT ->
                person.isDisabled()
                        ? "11"
                        : person.isPregnant() ? "05" : person.household().size() > 2 ? "01" : "72";
            case ELDER -> person.restrictedBenefits().equals("3") ? "23" : "46";
        };
    }
}
