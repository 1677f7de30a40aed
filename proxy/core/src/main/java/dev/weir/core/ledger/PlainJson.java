package dev.weir.core.ledger;

import dev.weir.core.json.Json;
import java.util.Map;
import java.util.TreeMap;

/** JSON that was read, as the values from which it is written. */
final class PlainJson {
    private PlainJson() {}

    static Map<String, Object> map(Json.Members members) {
        Map<String, Object> map = new TreeMap<>();
        members.values().forEach((name, value) -> map.put(name, value(value)));
        return map;
    }

    static Object value(Json json) {
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
        throw new IllegalArgumentException("JSON: null is not a value of an entry");
    }
}
