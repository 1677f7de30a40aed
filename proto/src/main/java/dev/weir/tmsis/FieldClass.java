package dev.weir.tmsis;

/**
 * Privacy class of a T-MSIS element. The contract names the class of every field; what happens to a class is decided by
 * a policy. The order is that of the contract and never changes.
 */
public enum FieldClass {
    /** Needed to run the programme and about nobody in particular. */
    CORE,
    /** Correlates with immigration status without giving it away. */
    IMMIGRATION_HINT,
    /** The state's number for a person. */
    MSIS_ID,
    /** The household number. */
    CASE_ID,
    /** Claim numbers on which rows join. */
    CLAIM_ID,
    /** Other numbers that lead to one person. */
    OTHER_ID,
    /** The person's Social Security number. */
    SSN,
    /** Medicare numbers. */
    MEDICARE_ID,
    /** The person's names. */
    NAME,
    /** Telephone and e-mail. */
    CONTACT,
    /** Birth date. */
    BIRTH,
    /** Home address, trip ends, place of a service at home. */
    ADDRESS,
    /** County, state of residence, border indicator. */
    GEOGRAPHY,
    /** Citizenship and immigration status. */
    IMMIGRATION,
    /** Fields that give the immigration status away. */
    IMMIGRATION_PROXY,
    /** Identity of people who are not the beneficiary. */
    THIRD_PARTY,
    /** Free text, which is never released. */
    FREE_TEXT;

    /** Returns whether the class is withheld, tokenized or coarsened unless somebody attests a purpose. */
    public boolean isProtected() {
        return this != CORE && this != IMMIGRATION_HINT;
    }

    /** Returns the number of the class in the contract. */
    public int wireNumber() {
        return ordinal() + 1;
    }

    /** Returns the class with a number of the contract. */
    public static FieldClass ofWireNumber(int number) {
        if (number < 1 || number > values().length) {
            throw new IllegalArgumentException("field class: number " + number + " is not in the contract");
        }
        return values()[number - 1];
    }
}
