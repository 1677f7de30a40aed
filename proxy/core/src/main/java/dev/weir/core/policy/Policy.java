package dev.weir.core.policy;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.token.TokenScope;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A state's policy with its base merged in.
 *
 * @param jurisdiction whose policy it is
 * @param scope within what tokens link
 * @param none what leaves without an attestation
 * @param purposes what an attestation can open, for every purpose
 * @param blankElements names of elements that are blank whatever their class
 * @param statute state law with sanctions for misuse; empty until counsel has named it
 * @param notice federal notice that the policy was written against
 * @param terms what is asked of every attestation
 * @param witnesses who has to cosign the ledger before anything is released
 */
public record Policy(
        Jurisdiction jurisdiction,
        TokenScope scope,
        ReleaseRow none,
        Map<Purpose, PurposePolicy> purposes,
        Set<String> blankElements,
        String statute,
        String notice,
        ReleaseTerms terms,
        WitnessRule witnesses) {
    public Policy {
        purposes = Collections.unmodifiableMap(new EnumMap<>(purposes));
        blankElements = Collections.unmodifiableSortedSet(new TreeSet<>(blankElements));
        if (purposes.size() != Purpose.values().length) {
            throw new IllegalArgumentException("policy: purposes: every purpose is listed");
        }
    }

    /** Creates a policy that asks for no witness. */
    public Policy(
            Jurisdiction jurisdiction,
            TokenScope scope,
            ReleaseRow none,
            Map<Purpose, PurposePolicy> purposes,
            Set<String> blankElements,
            String statute,
            String notice,
            ReleaseTerms terms) {
        this(jurisdiction, scope, none, purposes, blankElements, statute, notice, terms, WitnessRule.NONE);
    }

    /** Creates a policy with the terms of the protocol. */
    public Policy(
            Jurisdiction jurisdiction,
            TokenScope scope,
            ReleaseRow none,
            Map<Purpose, PurposePolicy> purposes,
            Set<String> blankElements,
            String statute,
            String notice) {
        this(jurisdiction, scope, none, purposes, blankElements, statute, notice, ReleaseTerms.standard());
    }

    /** Returns what the policy lists for a purpose. */
    public PurposePolicy purpose(Purpose purpose) {
        PurposePolicy listed = purposes.get(purpose);
        if (listed == null) {
            throw new IllegalStateException("policy: every purpose is listed");
        }
        return listed;
    }

    /**
     * Returns the treatment of every class when a purpose is attested for some classes: the purpose's for these, and for
     * the others the stricter of the purpose's and the one without an attestation.
     */
    public ReleaseRow opened(Purpose purpose, Set<FieldClass> classes) {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(FieldClass.class);
        purpose(purpose).release().rules().forEach((fieldClass, rule) -> {
            boolean asked = classes.contains(fieldClass);
            rules.put(fieldClass, asked ? rule : rule.stricter(none.rule(fieldClass)));
        });
        return ReleaseRow.of(rules);
    }

    /** Returns the policy as canonical JSON: members sorted, no white space. */
    public byte[] canonicalJson() {
        Map<String, Object> json = new TreeMap<>();
        json.put("smp", 1);
        json.put("state", jurisdiction.usps());
        json.put("ansi", jurisdiction.ansi());
        json.put("name", jurisdiction.name());
        json.put("own_name", jurisdiction.ownName());
        json.put("plaintiff_2025", jurisdiction.plaintiff2025());
        json.put("linkage_domain", scope.domain());
        json.put("epoch", String.valueOf(scope.epoch()));
        json.put("statute", statute);
        json.put("notice", notice);
        json.put("attestations", terms.json());
        // A policy that asks for no witness says nothing of them, and so keeps the digest that it always had.
        if (!witnesses.isNone()) {
            json.put("witnesses", witnesses.json());
        }
        json.put("none", rules(none));
        json.put("blank_elements", List.copyOf(sorted(blankElements)));
        Map<String, Object> listed = new TreeMap<>();
        purposes.forEach((purpose, policy) -> {
            Map<String, Object> members = new TreeMap<>();
            members.put("enabled", policy.enabled());
            members.put("authority", policy.authority());
            members.put("hl7", policy.hl7());
            members.put("exclusive", policy.exclusive());
            members.put("release", rules(policy.release()));
            listed.put(purpose.name(), members);
        });
        json.put("purposes", listed);
        return CanonicalJson.write(json);
    }

    /** Returns the digest under which statements and ledger entries name the policy. */
    public Sha256 sha256() {
        return Sha256.of(canonicalJson());
    }

    private static SortedSet<String> sorted(Set<String> names) {
        return new TreeSet<>(new ArrayList<>(names));
    }

    private static Map<String, Object> rules(ReleaseRow row) {
        Map<String, Object> rules = new TreeMap<>();
        row.rules().forEach((fieldClass, rule) -> rules.put(fieldClass.name(), rule.text()));
        return rules;
    }
}
