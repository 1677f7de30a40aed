package dev.weir.core.json;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A JSON value as {@link JsonReader} gives it. Immutable. */
public sealed interface Json {
    /** A string. */
    record Text(String value) implements Json {}

    /** A whole number that fits 64 bits; no other number is read. */
    record Whole(long value) implements Json {}

    /** True or false. */
    record Truth(boolean value) implements Json {}

    /** The word null. */
    record Nothing() implements Json {}

    /** An array. */
    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** An object; no name occurs twice. */
    record Members(Map<String, Json> values) implements Json {
        public Members {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }

        /** Returns a member; empty where there is none. */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(values.get(name));
        }

        /** Returns a member that is a string; empty where there is none. */
        public Optional<String> text(String name) {
            return get(name).filter(Text.class::isInstance).map(v -> ((Text) v).value());
        }

        /** Returns a member that is a whole number; empty where there is none. */
        public Optional<Long> whole(String name) {
            return get(name).filter(Whole.class::isInstance).map(v -> ((Whole) v).value());
        }

        /** Returns a member that is true or false; empty where there is none. */
        public Optional<Boolean> truth(String name) {
            return get(name).filter(Truth.class::isInstance).map(v -> ((Truth) v).value());
        }

        /** Returns a member that is an object; empty where there is none. */
        public Optional<Members> members(String name) {
            return get(name).filter(Members.class::isInstance).map(Members.class::cast);
        }

        /** Returns the values of a member that is an array; empty where there is none. */
        public Optional<List<Json>> items(String name) {
            return get(name).filter(Items.class::isInstance).map(v -> ((Items) v).values());
        }

        /** Returns the strings of a member that is an array of nothing else; empty where it is not. */
        public Optional<List<String>> texts(String name) {
            return items(name)
                    .filter(values -> values.stream().allMatch(Text.class::isInstance))
                    .map(values -> values.stream().map(v -> ((Text) v).value()).toList());
        }
    }
}
