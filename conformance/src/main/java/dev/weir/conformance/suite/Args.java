package dev.weir.conformance.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a step, or a part of one, says. Held against its schema before; a wrong type is a defect of the suite. */
public record Args(JsonNode node) {
    /** Returns a required text. */
    public String text(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalArgumentException("step: " + name + ": is required"))
                .node
                .asString();
    }

    /** Returns a text, or what stands for it. */
    public String text(String name, String otherwise) {
        return optional(name).map(a -> a.node.asString()).orElse(otherwise);
    }

    /** Returns a number, or what stands for it. */
    public long number(String name, long otherwise) {
        return optional(name).map(a -> a.node.asLong()).orElse(otherwise);
    }

    /** Returns a yes or no; no where nothing is said. */
    public boolean flag(String name) {
        return optional(name).map(a -> a.node.asBoolean()).orElse(false);
    }

    /** Returns whether something is said. */
    public boolean has(String name) {
        return node.has(name);
    }

    /** Returns a part. */
    public Optional<Args> optional(String name) {
        return node.has(name) && !node.get(name).isNull() ? Optional.of(new Args(node.get(name))) : Optional.empty();
    }

    /** Returns a part, empty where nothing is said. */
    public Args at(String name) {
        return new Args(node.path(name));
    }

    /** Returns the items of a list; one item where no list stands, none where nothing is said. */
    public List<Args> list(String name) {
        List<Args> items = new ArrayList<>();
        JsonNode found = node.path(name);
        if (found.isArray()) {
            found.forEach(n -> items.add(new Args(n)));
        } else if (!found.isMissingNode()) {
            items.add(new Args(found));
        }
        return items;
    }

    /** Returns the texts of a list. */
    public List<String> texts(String name) {
        return list(name).stream().map(a -> a.node.asString()).toList();
    }

    /** Returns members and their texts. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        JsonNode found = node.path(name);
        found.propertyNames().forEach(key -> map.put(key, found.get(key).asString()));
        return map;
    }

    /** Returns names and parts of the members. */
    public Map<String, Args> members() {
        Map<String, Args> map = new LinkedHashMap<>();
        node.propertyNames().forEach(key -> map.put(key, new Args(node.get(key))));
        return map;
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
