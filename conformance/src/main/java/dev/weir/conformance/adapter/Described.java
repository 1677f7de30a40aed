package dev.weir.conformance.adapter;

import dev.weir.conformance.suite.Args;
import java.util.HashSet;
import java.util.Set;

/**
 * What a proxy says about itself.
 *
 * @param name name
 * @param version version
 * @param features features that it has beside the core
 */
public record Described(String name, String version, Set<String> features) {
    public Described {
        features = Set.copyOf(features);
    }

    static Described of(Args answer) {
        return new Described(answer.text("name"), answer.text("version", ""), new HashSet<>(answer.texts("features")));
    }
}
