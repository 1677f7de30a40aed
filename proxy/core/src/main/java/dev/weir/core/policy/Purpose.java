package dev.weir.core.policy;

import java.util.Optional;
import java.util.Set;

/**
 * The closed list of purposes. Medicaid data may be used for what is connected with running the plan, 42 U.S.C.
 * 1396a(a)(7) and 42 CFR 431.302, and for little else. A purpose that is not on the list does not exist.
 */
public enum Purpose {
    PLAN_OVERSIGHT,
    ELIGIBILITY_DETERMINATION,
    STATUS_VERIFICATION,
    DUPLICATE_ENROLLMENT,
    PAYMENT_ACCURACY,
    SERVICE_COORDINATION,
    PROGRAM_INTEGRITY,
    AUDIT,
    QUALITY,
    PUBLIC_HEALTH,
    RESEARCH_LDS,
    STATISTICS_DEID,
    COURT_ORDER,
    RELINK,
    SYSTEM_TEST;

    private static final String URI = "urn:smp:purpose:1:";

    private static final Set<String> FORBIDDEN = Set.of(
            "IMMIGRATION_ENFORCEMENT",
            "GENERAL_LAW_ENFORCEMENT",
            "INTELLIGENCE",
            "POPULATION_REGISTRY",
            "ELECTORAL",
            "COMMERCIAL",
            "MARKETING");

    /** Returns the URI under which attestations name the purpose. */
    public String uri() {
        return URI + name();
    }

    /** Returns the purpose that a URI names, letter by letter; empty where the list has none. */
    public static Optional<Purpose> ofUri(String uri) {
        return uri.startsWith(URI) ? ofCode(uri.substring(URI.length())) : Optional.empty();
    }

    /** Returns the purpose with a code; empty where the list has none. */
    public static Optional<Purpose> ofCode(String code) {
        for (Purpose purpose : values()) {
            if (purpose.name().equals(code)) {
                return Optional.of(purpose);
            }
        }
        return Optional.empty();
    }

    /** Returns whether a code names a purpose for which Medicaid data must never be released. */
    public static boolean isForbidden(String code) {
        return FORBIDDEN.contains(code);
    }
}
