package dev.weir.core.token;

import dev.weir.tmsis.FieldClass;
import java.util.Optional;

/** Kinds of identifier. Each has a key of its own, so equal digits of different kinds have unrelated tokens. */
public enum TokenClass {
    MSIS_ID("msis-id"),
    CASE_ID("case-id"),
    CLAIM_ID("claim-id"),
    OTHER_ID("other-id"),
    SSN("ssn"),
    MEDICARE_ID("medicare-id");

    private final String label;

    TokenClass(String label) {
        this.label = label;
    }

    /** Returns the name that goes into the key derivation. */
    public String label() {
        return label;
    }

    /** Returns the kind of identifier that a field class holds, if it holds one. */
    public static Optional<TokenClass> of(FieldClass fieldClass) {
        return switch (fieldClass) {
            case MSIS_ID -> Optional.of(MSIS_ID);
            case CASE_ID -> Optional.of(CASE_ID);
            case CLAIM_ID -> Optional.of(CLAIM_ID);
            case OTHER_ID -> Optional.of(OTHER_ID);
            case SSN -> Optional.of(SSN);
            case MEDICARE_ID -> Optional.of(MEDICARE_ID);
            case CORE,
                    IMMIGRATION_HINT,
                    NAME,
                    CONTACT,
                    BIRTH,
                    ADDRESS,
                    GEOGRAPHY,
                    IMMIGRATION,
                    IMMIGRATION_PROXY,
                    THIRD_PARTY,
                    FREE_TEXT -> Optional.empty();
        };
    }
}
