package dev.weir.core.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy asks of every attestation, whatever its purpose.
 *
 * @param environment whether data about people may pass at all
 * @param audience URI by which attestations name this state's proxy; empty accepts no attestation
 * @param coolingOffHours hours between the registration of an attestation and the first release under it
 * @param approvals people who approve what identifies, locates or gives away the status of anybody
 * @param listedCap most people on an attested list
 * @param maxRetainDays longest that a recipient may keep what was released
 * @param routineUses federal notices whose routine uses are accepted
 */
public record ReleaseTerms(
        Environment environment,
        String audience,
        int coolingOffHours,
        int approvals,
        int listedCap,
        int maxRetainDays,
        List<SystemNotice> routineUses) {
    /** Fewest people who approve a release that needs approval, and what a bundle has room for. */
    public static final int LEAST_APPROVALS = 2;

    public static final int MOST_APPROVALS = 4;

    /** Longest cooling-off, ninety days. */
    public static final int MOST_COOLING_OFF_HOURS = 2160;

    /** Most people on a list, whatever a policy says. */
    public static final int MOST_LISTED = 1_000_000;

    /** Longest retention that an attestation can state. */
    public static final int MOST_RETAIN_DAYS = 3650;

    public ReleaseTerms {
        routineUses = List.copyOf(routineUses);
        require(
                coolingOffHours >= 0 && coolingOffHours <= MOST_COOLING_OFF_HOURS,
                "cooling_off_hours: is from 0 to " + MOST_COOLING_OFF_HOURS);
        require(
                coolingOffHours > 0 || environment == Environment.TEST,
                "cooling_off_hours: is zero only where environment is test");
        require(approvals >= LEAST_APPROVALS && approvals <= MOST_APPROVALS, "approvals: is from 2 to 4");
        require(listedCap >= 0 && listedCap <= MOST_LISTED, "listed_cap: is from 0 to " + MOST_LISTED);
        require(
                maxRetainDays >= 1 && maxRetainDays <= MOST_RETAIN_DAYS,
                "max_retain_days: is from 1 to " + MOST_RETAIN_DAYS);
    }

    /** Returns the terms of the protocol: a day of cooling-off, two people, no audience and so no release. */
    public static ReleaseTerms standard() {
        return new ReleaseTerms(
                Environment.PRODUCTION,
                "",
                24,
                2,
                1000,
                MOST_RETAIN_DAYS,
                List.of(new SystemNotice("09-70-0541", "84 FR 2230")));
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException("attestations." + rule);
        }
    }

    /** Returns the terms as members of the policy's canonical JSON. */
    Map<String, Object> json() {
        Map<String, Object> json = new TreeMap<>();
        json.put("environment", environment.name());
        json.put("audience", audience);
        json.put("cooling_off_hours", coolingOffHours);
        json.put("approvals", approvals);
        json.put("listed_cap", listedCap);
        json.put("max_retain_days", maxRetainDays);
        List<Object> notices = new ArrayList<>();
        routineUses.forEach(n -> notices.add(new TreeMap<>(Map.of("sorn", n.sorn(), "fr", n.fr()))));
        json.put("routine_uses", notices);
        return json;
    }
}
