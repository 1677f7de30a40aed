package dev.weir.proxy.config;

import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.Quorum;
import dev.weir.core.policy.Environment;
import dev.weir.core.policy.ReleaseTerms;
import dev.weir.core.policy.SystemNotice;
import dev.weir.core.policy.WitnessRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a policy asks of every attestation: the base's terms, and the state's, which are never laxer. */
final class TermsReader {
    private static final String KEY = "attestations";
    private static final String HTTPS =
            "https://[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[1-9][0-9]{0,4})?(/[A-Za-z0-9._~/-]*)?";
    private static final String SEPARATOR = ", ";

    private TermsReader() {}

    /** Reads the base's terms; what is left out is as in the protocol. */
    static Optional<ReleaseTerms> base(YamlMap yaml) {
        ReleaseTerms standard = ReleaseTerms.standard();
        Optional<YamlMap> terms = yaml.map(KEY, false);
        if (terms.isEmpty()) {
            return Optional.of(standard);
        }
        YamlMap map = terms.get();
        ReleaseTerms read = new ReleaseTerms(
                Environment.PRODUCTION,
                "",
                map.number("cooling_off_hours", 1, ReleaseTerms.MOST_COOLING_OFF_HOURS, standard.coolingOffHours()),
                map.number(
                        "approvals", ReleaseTerms.LEAST_APPROVALS, ReleaseTerms.MOST_APPROVALS, standard.approvals()),
                map.number("listed_cap", 0, ReleaseTerms.MOST_LISTED, standard.listedCap()),
                map.number("max_retain_days", 1, ReleaseTerms.MOST_RETAIN_DAYS, standard.maxRetainDays()),
                map.has("routine_uses") ? notices(map) : standard.routineUses());
        map.finish();
        return Optional.of(read);
    }

    private static List<SystemNotice> notices(YamlMap map) {
        List<SystemNotice> notices = new ArrayList<>();
        for (String text : map.texts("routine_uses", false)) {
            int at = text.indexOf(SEPARATOR);
            if (at <= 0 || at + SEPARATOR.length() >= text.length()) {
                map.problem("routine_uses", "is a list of notices such as \"09-70-0541, 84 FR 2230\"");
            } else {
                notices.add(new SystemNotice(text.substring(0, at), text.substring(at + SEPARATOR.length())));
            }
        }
        return notices;
    }

    /** Reads a state's terms. Only a policy for synthetic data may shorten the cooling-off. */
    static Optional<ReleaseTerms> state(YamlMap yaml, ReleaseTerms base) {
        Optional<YamlMap> terms = yaml.map(KEY, false);
        if (terms.isEmpty()) {
            return Optional.of(base);
        }
        YamlMap map = terms.get();
        Environment environment = environment(map);
        String audience = map.optionalText("audience").orElse("");
        if (!audience.isEmpty() && (audience.length() > 255 || !audience.matches(HTTPS))) {
            map.problem("audience", "is an https URI of at most 255 characters");
        }
        ReleaseTerms read = new ReleaseTerms(
                environment,
                audience,
                map.number(
                        "cooling_off_hours",
                        environment == Environment.TEST ? 0 : base.coolingOffHours(),
                        ReleaseTerms.MOST_COOLING_OFF_HOURS,
                        base.coolingOffHours()),
                map.number("approvals", base.approvals(), ReleaseTerms.MOST_APPROVALS, base.approvals()),
                map.number("listed_cap", 0, base.listedCap(), base.listedCap()),
                map.number("max_retain_days", 1, base.maxRetainDays(), base.maxRetainDays()),
                map.has("routine_uses") ? narrower(map, base) : base.routineUses());
        map.finish();
        return Optional.of(read);
    }

    /** Reads who has to cosign the ledger before anything is released; nobody where it is left out. */
    static WitnessRule witnesses(YamlMap yaml) {
        Optional<YamlMap> witnesses = yaml.map("witnesses", false);
        if (witnesses.isEmpty()) {
            return WitnessRule.NONE;
        }
        YamlMap map = witnesses.get();
        int quorum = map.number("quorum", 1, WitnessRule.MOST_KEYS, 1);
        List<String> keys = map.texts("keys", true);
        map.finish();
        try {
            Quorum.of(quorum, keys);
            return new WitnessRule(quorum, keys);
        } catch (LedgerFormatException e) {
            map.problem("keys", "are those of witnesses, as weir ledger witness prints them");
        } catch (IllegalArgumentException e) {
            map.problem(
                    "quorum",
                    "is from 1 to the number of witnesses, of whom there are at most " + WitnessRule.MOST_KEYS
                            + " keys, none of them twice");
        }
        return WitnessRule.NONE;
    }

    private static List<SystemNotice> narrower(YamlMap map, ReleaseTerms base) {
        List<SystemNotice> notices = notices(map);
        if (!base.routineUses().containsAll(notices)) {
            map.problem("routine_uses", "a state policy narrows the base and never widens it");
        }
        return notices;
    }

    private static Environment environment(YamlMap map) {
        String word = map.optionalText("environment").orElse("production");
        if (!word.equals("production") && !word.equals("test")) {
            map.problem("environment", "is production or test");
        }
        return word.equals("test") ? Environment.TEST : Environment.PRODUCTION;
    }
}
