package dev.weir.conformance.authority;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The people of a run, by what cases call them. They are invented, and what they sign governs test data only. Made once a
 * run, so that proxies of several states can trust the same requester. Immutable.
 */
public final class Officials {
    /** Who asks. */
    static final String REQUESTER = "https://requester.example";

    /** Who asks for the federal side. */
    static final String FEDERAL = "https://oversight.example";

    /** Who approves. */
    static final String AGENCY = "https://agency.example";

    private final Map<String, SigningKey> keys = new TreeMap<>();

    /** Makes everybody's keys. */
    public Officials() {
        for (String name : List.of(
                "root-1",
                "root-2",
                "requester",
                "second-requester",
                "former",
                "early",
                "status",
                "privacy",
                "counsel",
                "steward",
                "receiver",
                "stranger")) {
            keys.put(name, SigningKey.p256());
        }
        keys.put("federal", SigningKey.p384());
    }

    /** Returns somebody's key. */
    public SigningKey key(String name) {
        SigningKey key = keys.get(name);
        if (key == null) {
            throw new IllegalArgumentException("case: " + name + " is one of the people of the suite");
        }
        return key;
    }

    /** Returns for whom somebody speaks. */
    static String issuer(String name) {
        return switch (name) {
            case "privacy", "counsel", "steward" -> AGENCY;
            case "federal" -> FEDERAL;
            default -> REQUESTER;
        };
    }
}
