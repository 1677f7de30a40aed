package dev.weir.core.policy;

import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.token.TokenScope;
import dev.weir.tmsis.FieldClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads a policy back from its canonical JSON. Whatever would be written differently is not that policy, so nothing can
 * hide in the bytes.
 */
public final class PolicyJson {
    private PolicyJson() {}

    /** Returns the policy that these bytes are the canonical JSON of; empty where they are not, or it is not sound. */
    public static Optional<Policy> read(byte[] canonicalJson) {
        try {
            Policy policy = policy(JsonReader.readObject(canonicalJson));
            boolean same = java.util.Arrays.equals(policy.canonicalJson(), canonicalJson);
            return same && isSound(policy) ? Optional.of(policy) : Optional.empty();
        } catch (JsonException | NoSuchElementException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSound(Policy policy) {
        return ReleaseRules.ofClasses(policy.none().rules()).isEmpty()
                && ReleaseRules.ofNone(policy.none()).isEmpty()
                && policy.purposes().values().stream()
                        .allMatch(
                                p -> ReleaseRules.ofClasses(p.release().rules()).isEmpty()
                                        && ReleaseRules.ofPurpose(p.purpose(), p.exclusive(), p.release())
                                                .isEmpty());
    }

    private static Policy policy(Json.Members json) {
        String state = text(json, "state");
        String epoch = text(json, "epoch");
        Map<Purpose, PurposePolicy> purposes = new EnumMap<>(Purpose.class);
        Json.Members listed = json.members("purposes").orElseThrow();
        for (Purpose purpose : Purpose.values()) {
            purposes.put(
                    purpose, purpose(purpose, listed.members(purpose.name()).orElseThrow()));
        }
        if (epoch.length() != 1) {
            throw new IllegalArgumentException("policy: epoch: is a letter");
        }
        return new Policy(
                new Jurisdiction(
                        state,
                        json.texts("ansi").orElseThrow(),
                        text(json, "name"),
                        text(json, "own_name"),
                        json.truth("plaintiff_2025").orElseThrow()),
                new TokenScope(state, text(json, "linkage_domain"), epoch.charAt(0)),
                row(json.members("none").orElseThrow()),
                purposes,
                new HashSet<>(json.texts("blank_elements").orElseThrow()),
                text(json, "statute"),
                text(json, "notice"),
                terms(json.members("attestations").orElseThrow()),
                json.members("witnesses").map(PolicyJson::witnesses).orElse(WitnessRule.NONE));
    }

    private static String text(Json.Members json, String name) {
        return json.text(name).orElseThrow();
    }

    private static int number(Json.Members json, String name) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, json.whole(name).orElseThrow()));
    }

    private static PurposePolicy purpose(Purpose purpose, Json.Members json) {
        return new PurposePolicy(
                purpose,
                json.truth("enabled").orElseThrow(),
                json.texts("authority").orElseThrow(),
                text(json, "hl7"),
                json.truth("exclusive").orElseThrow(),
                row(json.members("release").orElseThrow()));
    }

    private static ReleaseRow row(Json.Members json) {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : FieldClass.values()) {
            rules.put(fieldClass, ClassRule.parse(text(json, fieldClass.name())).orElseThrow());
        }
        return ReleaseRow.of(rules);
    }

    private static WitnessRule witnesses(Json.Members json) {
        return new WitnessRule(number(json, "quorum"), json.texts("keys").orElseThrow());
    }

    private static ReleaseTerms terms(Json.Members json) {
        List<SystemNotice> notices = new ArrayList<>();
        for (Json item : json.items("routine_uses").orElseThrow()) {
            if (!(item instanceof Json.Members notice)) {
                throw new IllegalArgumentException("policy: routine_uses: is a list of objects");
            }
            notices.add(new SystemNotice(text(notice, "sorn"), text(notice, "fr")));
        }
        return new ReleaseTerms(
                text(json, "environment").equals(Environment.TEST.name()) ? Environment.TEST : Environment.PRODUCTION,
                text(json, "audience"),
                number(json, "cooling_off_hours"),
                number(json, "approvals"),
                number(json, "listed_cap"),
                number(json, "max_retain_days"),
                notices);
    }
}
