package dev.weir.loadtest.sample;

import java.util.Optional;

/**
 * A beneficiary, the same in every file.
 *
 * @param ssn as the state has it: blank, irregular or filled with nines for some
 * @param birth CCYYMMDD; filled with eights where nobody is born yet
 * @param enrolment current span
 * @param earlier span before the current one, if any
 * @param death CCYYMMDD or blank
 * @param plan index of the managed care plan, if any
 */
record Person(
        int index,
        Household household,
        Stage stage,
        Status status,
        String msisId,
        String ssn,
        Name name,
        String sex,
        String birth,
        Span enrolment,
        Optional<Span> earlier,
        String death,
        Optional<Integer> plan) {

    /** SSN that says that there is none. */
    static final String NO_SSN = "999999999";

    /** Birth date that says that there is none. */
    static final String NO_BIRTH = "88888888";

    private static final int REGULAR_SSN = 9;

    boolean hasMedicare() {
        return (stage == Stage.ELDER && status != Status.EMERGENCY) || (isDisabled() && status.isCitizen());
    }

    /** Returns whether an old Medicare number is known besides the new one. */
    boolean hasMedicareClaimNumber() {
        return hasMedicare() && index % 2 == 0;
    }

    boolean isDisabled() {
        return stage == Stage.ADULT && index % 19 == 6;
    }

    boolean isPregnant() {
        return stage == Stage.ADULT && sex.equals("F") && index % 7 == 3;
    }

    boolean isSeparateChip() {
        return stage == Stage.UNBORN || (stage == Stage.CHILD && index % 6 == 5);
    }

    boolean isExpansionChip() {
        return stage == Stage.CHILD && index % 6 == 2;
    }

    boolean hasOtherInsurance() {
        return stage != Stage.UNBORN && index % 5 == 2;
    }

    boolean inHealthHome() {
        return stage == Stage.ADULT && index % 6 == 1;
    }

    boolean onWaiver() {
        return stage == Stage.ELDER || isDisabled();
    }

    boolean hasRegularSsn() {
        return ssn.length() == REGULAR_SSN && !ssn.equals(NO_SSN);
    }

    /** Returns RESTRICTED-BENEFITS-CODE. */
    String restrictedBenefits() {
        if (stage == Stage.UNBORN || (status == Status.EMERGENCY && isPregnant())) {
            return "4";
        }
        if (status == Status.EMERGENCY || status == Status.BARRED) {
            return "2";
        }
        return stage == Stage.ELDER && index % 3 == 1 ? "3" : "1";
    }
}
