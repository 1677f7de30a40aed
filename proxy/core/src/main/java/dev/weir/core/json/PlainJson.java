package dev.weir.core.json;

import java.util.Map;
import java.util.TreeMap;

/** JSON that was read, as the values from which {@link CanonicalJson} writes it. */
public final class PlainJson {
    private PlainJson() {}

    /** Returns the members of an object; null in it is refused with an IllegalArgumentException. */
    public static Map<String, Object> map(Json.Members members) {
        Map<String, Object> map = new TreeMap<>();
        members.values().forEach((name, value) -> map.put(name, value(value)));
        return map;
    }

    /** Returns a value; null is refused with an IllegalArgumentException. */
    public static Object value(Json json) {
        if (json instanceof Json.Members members) {
            return map(members);
        }
        if (json instanceof Json.Items items) {
            return items.values().stream().map(PlainJson::value).toList();
        }
        if (json instanceof Json.Text text) {
            return text.value();
        }
        if (json instanceof Json.Whole whole) {
            return whole.value();
        }
        if (json instanceof Json.Truth truth) {
            return truth.value();
        }
        throw new IllegalArgumentException("JSON: null has no canonical form");
    }
}
