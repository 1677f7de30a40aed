package dev.weir.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static Json read(String text) throws JsonException {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void read_everyKindOfValue_givesIt() throws JsonException {
        Json.Members members = (Json.Members)
                read(
                        " {\"t\":\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\",\"w\":-12,\"y\":true,\"n\":null,\"l\":[\"a\",\"b\"],\"o\":{}}\n");

        assertEquals("a\"\\/\b\f\n\r\t\u00e9\ud83d\ude00", members.text("t").orElseThrow());
        assertEquals(-12, members.whole("w").orElseThrow());
        assertEquals(true, members.truth("y").orElseThrow());
        assertEquals(new Json.Nothing(), members.get("n").orElseThrow());
        assertEquals(List.of("a", "b"), members.texts("l").orElseThrow());
        assertEquals(Map.of(), members.members("o").orElseThrow().values());
        assertEquals(
                List.of("l", "n", "o", "t", "w", "y"),
                List.copyOf(members.values().keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "[,1]",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,\"a\":1}",
                "{\"\\u0061\":1,\"a\":1}",
                "{a:1}",
                "{'a':1}",
                "[1] 2",
                "01",
                "-0",
                "-",
                "+1",
                "1.0",
                "1e3",
                "1E3",
                "9223372036854775808",
                "NaN",
                "tru",
                "True",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\ud800\"",
                "\"\\ud800\\u0041\"",
                "\"\\udc00\"",
                "\"a",
                "// x\n1",
                "/**/1",
                "\ufeff1",
                "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
                "[1}",
                "\u00a01"
            })
    void read_anythingElse_isRefusedWithItsPlace(String text) {
        JsonException refusal = assertThrows(JsonException.class, () -> read(text));

        assertEquals("byte ", String.valueOf(refusal.getMessage()).substring(0, 5));
    }

    @Test
    void read_bytesThatAreNotUtf8_isRefused() {
        byte[] overlong = {'"', (byte) 0xc0, (byte) 0x80, '"'};

        assertThrows(JsonException.class, () -> JsonReader.read(overlong));
    }

    @Test
    void read_ofWhatWasWritten_isTheSame() throws JsonException {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Map<String, Object> written = object(random, 0);
            byte[] bytes = CanonicalJson.write(written);
            assertEquals(written.toString(), plain(JsonReader.read(bytes)).toString());
        }
    }

    @Test
    void problem_withSecretText_doesNotRepeatIt() {
        JsonException refusal = assertThrows(JsonException.class, () -> read("{\"ssn\":\"123456789\" 123456789}"));

        assertFalse(String.valueOf(refusal.getMessage()).contains("123"));
    }

    private static Map<String, Object> object(Random random, int depth) {
        Map<String, Object> members = new TreeMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            members.put(text(random), value(random, depth + 1));
        }
        return members;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 3 : 5)) {
            case 0 -> text(random);
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean();
            case 3 -> object(random, depth);
            default -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth + 1));
                }
                yield items;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int point = random.nextInt(0x11000);
            text.appendCodePoint(Character.isSurrogate((char) point) ? 'x' : point);
        }
        return text.toString();
    }

    private static Object plain(Json value) {
        if (value instanceof Json.Members members) {
            Map<String, Object> map = new TreeMap<>();
            members.values().forEach((name, member) -> map.put(name, plain(member)));
            return map;
        }
        if (value instanceof Json.Items items) {
            return items.values().stream().map(JsonReaderTest::plain).toList();
        }
        if (value instanceof Json.Text text) {
            return text.value();
        }
        if (value instanceof Json.Whole whole) {
            return whole.value();
        }
        return ((Json.Truth) value).value();
    }
}
