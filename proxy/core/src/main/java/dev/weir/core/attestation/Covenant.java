package dev.weir.core.attestation;

import dev.weir.core.policy.Purpose;
import java.util.EnumSet;
import java.util.Set;

/** What a requester promises. */
public enum Covenant {
    /** Not used to enforce immigration law. */
    NO_IMMIGRATION_ENFORCEMENT,
    /** Nobody is re-identified beyond the listed people. */
    NO_REIDENTIFY,
    /** Passed on to nobody but the listed recipients. */
    NO_ONWARD_EXCEPT_LISTED,
    /** No person is contacted. */
    NO_CONTACT,
    /** Nothing is done against a person before the data has been verified with the state. */
    VERIFY_BEFORE_ACTION;

    /** Returns what must be promised for a purpose. A court order says itself what may be done with persons. */
    public static Set<Covenant> required(Purpose purpose) {
        Set<Covenant> required = EnumSet.of(NO_IMMIGRATION_ENFORCEMENT, NO_REIDENTIFY, NO_ONWARD_EXCEPT_LISTED);
        switch (purpose) {
            case ELIGIBILITY_DETERMINATION,
                    STATUS_VERIFICATION,
                    DUPLICATE_ENROLLMENT,
                    PAYMENT_ACCURACY,
                    SERVICE_COORDINATION,
                    PROGRAM_INTEGRITY,
                    PUBLIC_HEALTH -> required.add(VERIFY_BEFORE_ACTION);
            case PLAN_OVERSIGHT, AUDIT, QUALITY, RESEARCH_LDS, STATISTICS_DEID, RELINK, SYSTEM_TEST ->
                required.add(NO_CONTACT);
            case COURT_ORDER -> {}
        }
        return required;
    }
}
