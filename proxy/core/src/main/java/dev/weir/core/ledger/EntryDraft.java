package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is to be recorded, before the ledger gives it a number and a time.
 *
 * @param role on whose behalf it is done: PROXY, OPERATOR, PRIVACY_OFFICER and so on
 * @param policy digest of the policy in force, where one is
 * @param trust digest of the trust list in force, where one is
 * @param members what canonical JSON can hold: strings, whole numbers, booleans, lists and maps. No identifier of a
 *     person, and no token
 */
public record EntryDraft(
        EntryType type, String role, Optional<Sha256> policy, Optional<Sha256> trust, Map<String, Object> members) {
    public EntryDraft {
        members = Collections.unmodifiableMap(new TreeMap<>(members));
    }

    /** Returns the draft with one more member. */
    public EntryDraft with(String name, Object value) {
        Map<String, Object> more = new TreeMap<>(members);
        more.put(name, value);
        return new EntryDraft(type, role, policy, trust, more);
    }

    /** Returns the same draft as another type. */
    public EntryDraft as(EntryType other) {
        return new EntryDraft(other, role, policy, trust, members);
    }
}
