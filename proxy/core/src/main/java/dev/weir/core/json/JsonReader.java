package dev.weir.core.json;

import dev.weir.tmsis.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads JSON, RFC 8259, more strictly than is usual, so that no two readers can see different things in signed bytes:
 * valid UTF-8 without a byte order mark, one value and nothing behind it, no name twice in an object, no lone surrogate,
 * whole numbers of 64 bits only, bounded depth.
 */
public final class JsonReader {
    /** Objects and arrays inside one another. */
    public static final int MAX_DEPTH = 16;

    private static final String DIGITS = "0123456789";

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads one value.
     *
     * @throws JsonException with the place and the rule where the bytes are not such JSON
     */
    public static Json read(byte[] utf8) throws JsonException {
        if (!Utf8.isValid(utf8, 0, utf8.length)) {
            throw new JsonException(0, "JSON is UTF-8");
        }
        JsonReader reader = new JsonReader(new String(utf8, StandardCharsets.UTF_8));
        reader.space();
        Json value = reader.value();
        reader.space();
        if (reader.at < reader.text.length()) {
            throw reader.problem("nothing comes after the value");
        }
        return value;
    }

    /**
     * Reads an object.
     *
     * @throws JsonException with the place and the rule where the bytes are not one
     */
    public static Json.Members readObject(byte[] utf8) throws JsonException {
        if (read(utf8) instanceof Json.Members members) {
            return members;
        }
        throw new JsonException(0, "is an object");
    }

    private JsonException problem(String rule) {
        int seen = Math.min(at, text.length());
        return new JsonException(text.substring(0, seen).getBytes(StandardCharsets.UTF_8).length, rule);
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws JsonException {
        if (at >= text.length()) {
            throw problem("a value is complete");
        }
        return text.charAt(at);
    }

    private boolean skip(char expected) {
        boolean found = at < text.length() && text.charAt(at) == expected;
        at += found ? 1 : 0;
        return found;
    }

    private Json value() throws JsonException {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", new Json.Nothing());
            default -> number();
        };
    }

    private Json word(String word, Json value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw problem("a word is true, false or null");
        }
        at += word.length();
        return value;
    }

    private Json number() throws JsonException {
        int from = at;
        skip('-');
        int digits = at;
        while (at < text.length() && DIGITS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        boolean leadingZero = at - digits > 1 && text.charAt(digits) == '0';
        boolean minusZero = digits > from && at - digits == 1 && text.charAt(digits) == '0';
        boolean fraction = at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0;
        if (at == digits || leadingZero || minusZero || fraction) {
            throw problem("a number is whole and in its shortest form");
        }
        try {
            return new Json.Whole(whole(digits, digits > from));
        } catch (ArithmeticException e) {
            throw problem("a number fits 64 bits");
        }
    }

    /** Returns the number of the digits up to here; counts downwards, where 64 bits reach further. */
    private long whole(int digits, boolean negative) {
        long value = 0;
        for (int i = digits; i < at; i++) {
            value = Math.subtractExact(Math.multiplyExact(value, 10), text.charAt(i) - '0');
        }
        return negative ? value : Math.negateExact(value);
    }

    private void enter() throws JsonException {
        at++;
        depth++;
        if (depth > MAX_DEPTH) {
            throw problem("objects and arrays are at most " + MAX_DEPTH + " deep");
        }
        space();
    }

    private Json object() throws JsonException {
        enter();
        Map<String, Json> members = new TreeMap<>();
        boolean more = !skip('}');
        while (more) {
            if (peek() != '"') {
                throw problem("a name is a string");
            }
            String name = string();
            space();
            if (!skip(':')) {
                throw problem("a colon follows a name");
            }
            space();
            Json value = value();
            if (members.put(name, value) != null) {
                throw problem("no name comes twice in an object");
            }
            more = more('}');
        }
        depth--;
        return new Json.Members(members);
    }

    private Json array() throws JsonException {
        enter();
        List<Json> values = new ArrayList<>();
        boolean more = !skip(']');
        while (more) {
            values.add(value());
            more = more(']');
        }
        depth--;
        return new Json.Items(values);
    }

    /** Returns whether a comma promises another item; otherwise the closing sign has been read. */
    private boolean more(char closing) throws JsonException {
        space();
        if (skip(',')) {
            space();
            return true;
        }
        if (skip(closing)) {
            return false;
        }
        throw problem("items are separated by commas and end with their bracket");
    }

    private String string() throws JsonException {
        at++;
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < 0x20) {
                throw problem("a control character is escaped");
            }
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c) && i + 1 < out.length() && Character.isLowSurrogate(out.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                throw problem("surrogates come in pairs");
            }
            i += pair ? 1 : 0;
        }
        return out.toString();
    }

    private char escape() throws JsonException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw problem("an escape is one of JSON");
        };
    }

    private char unit() throws JsonException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0 || text.charAt(at) > 'f') {
                throw problem("an escaped unit has four hexadecimal digits");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }
}
