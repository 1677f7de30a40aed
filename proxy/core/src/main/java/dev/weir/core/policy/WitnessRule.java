package dev.weir.core.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How many witnesses cosign the ledger before anything is released, and whose cosignatures count.
 *
 * @param quorum how many, each name counted once; 0 asks for none
 * @param keys lines for verifiers, as {@code weir ledger witness} prints them
 */
public record WitnessRule(int quorum, List<String> keys) {
    /** Asks for no witness. */
    public static final WitnessRule NONE = new WitnessRule(0, List.of());

    /** Most keys of a rule. */
    public static final int MOST_KEYS = 16;

    private static final Pattern KEY = Pattern.compile("[!-*,-~]{1,255}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{1,512}={0,2}");

    public WitnessRule {
        keys = List.copyOf(keys);
        require(keys.size() <= MOST_KEYS, "keys: are at most " + MOST_KEYS);
        require(
                keys.stream().allMatch(k -> KEY.matcher(k).matches())
                        && keys.stream().distinct().count() == keys.size(),
                "keys: are verifier lines, none of them twice");
        require(
                quorum >= 0 && quorum <= names(keys).size() && (quorum > 0 || keys.isEmpty()),
                "quorum: is from 1 to the number of witnesses");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("witnesses." + rule);
        }
    }

    private static List<String> names(List<String> keys) {
        return keys.stream().map(k -> k.substring(0, k.indexOf('+'))).distinct().toList();
    }

    /** Returns the names of the witnesses, in the order of their keys. */
    public List<String> names() {
        return names(keys);
    }

    /** Returns whether nothing is asked. */
    public boolean isNone() {
        return quorum == 0;
    }

    /** Returns the rule in one line, for people. */
    public String text() {
        return isNone() ? "none" : quorum + " of " + names().size() + ": " + String.join(", ", names());
    }

    /** Returns the rule as members of the policy's canonical JSON. */
    Map<String, Object> json() {
        return new TreeMap<>(Map.of("quorum", quorum, "keys", keys));
    }
}
