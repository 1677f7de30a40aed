package dev.weir.tmsis;

import java.util.List;

/**
 * The nine T-MSIS file types. Each has a three-letter prefix, which begins its segment ids, and codes that its header
 * row may carry as FILE-NAME.
 */
public enum FileType {
    /** Eligibility. */
    ELG("ELIGIBLE"),
    /** Providers. */
    PRV("PROVIDER"),
    /** Managed care plans. */
    MCR("MNGDCARE"),
    /** Third-party liability. */
    TPL("TPL-FILE", "TPL"),
    /** Inpatient claims. */
    CIP("CLAIM-IP", "CLAIMIP"),
    /** Long-term care claims. */
    CLT("CLAIM-LT", "CLAIMLT"),
    /** Other claims. */
    COT("CLAIM-OT", "CLAIMOT"),
    /** Pharmacy claims. */
    CRX("CLAIM-RX", "CLAIMRX"),
    /** Financial transactions. Its FILE-NAME code was never published. */
    FTX();

    private final List<String> headerCodes;

    FileType(String... headerCodes) {
        this.headerCodes = List.of(headerCodes);
    }

    /** Returns the known FILE-NAME codes, the usual one first; empty where none was published. */
    public List<String> headerCodes() {
        return headerCodes;
    }

    /** Returns the number of the type in the contract. */
    public int wireNumber() {
        return ordinal() + 1;
    }

    /** Returns the type with a number of the contract. */
    public static FileType ofWireNumber(int number) {
        if (number < 1 || number > values().length) {
            throw new IllegalArgumentException("file type: number " + number + " is not in the contract");
        }
        return values()[number - 1];
    }
}
