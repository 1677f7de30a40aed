package dev.weir.conformance.authority;

import dev.weir.conformance.suite.Documents;
import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** JSON in one form, RFC 8785 for what is signed here: members sorted, no white space; and digests in base64url. */
public final class Canonical {
    private Canonical() {}

    /** Returns the bytes of an object of maps, lists, texts, whole numbers and truths. */
    public static byte[] json(Map<String, ?> object) {
        return Documents.line(sorted(object)).getBytes(StandardCharsets.UTF_8);
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, Object> members = new TreeMap<>();
            map.forEach((name, member) -> members.put(String.valueOf(name), sorted(member)));
            return members;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Canonical::sorted).toList();
        }
        return value;
    }

    /** Returns what a case says as plain values. */
    public static Object plain(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, Object> members = new TreeMap<>();
            node.propertyNames().forEach(name -> members.put(name, plain(node.get(name))));
            return members;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(plain(item)));
            return items;
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        return node.isIntegralNumber() ? (Object) node.asLong() : node.asString();
    }

    /** Returns bytes in base64url without padding. */
    public static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns a SHA-256. */
    public static byte[] sha256(byte[] bytes) {
        return Sha256.of(bytes).toByteArray();
    }

    /** Returns the SHA-256 of a text in base64url, as claims have it. */
    public static String digest(String text) {
        return encoded(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }
}
