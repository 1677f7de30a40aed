package dev.weir.core.attestation;

import dev.weir.core.json.Json;
import dev.weir.smp.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the members of an object, each by name, type and limit; at the end nothing must be left over. */
final class ClaimReader {
    /** The last second that RFC 7519 dates reach, end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final String place;
    private final Json.Members members;
    private final Set<String> asked = new HashSet<>();

    ClaimReader(String place, Json.Members members) {
        this.place = place;
        this.members = members;
    }

    ClaimException problem(String name, String rule) {
        return new ClaimException(place.isEmpty() ? name : name.isEmpty() ? place : place + "." + name, rule);
    }

    boolean has(String name) {
        return members.get(name).isPresent();
    }

    private Json required(String name) throws ClaimException {
        asked.add(name);
        return members.get(name).orElseThrow(() -> problem(name, "is required"));
    }

    /** Returns a text of 1 to so many characters, none of them a control character. */
    String text(String name, int most) throws ClaimException {
        if (required(name) instanceof Json.Text text) {
            return text(name, text.value(), 1, most);
        }
        throw problem(name, "is a text");
    }

    private String text(String name, String value, int least, int most) throws ClaimException {
        boolean plain =
                value.chars().noneMatch(Character::isISOControl) && (value.isEmpty() || value.equals(value.strip()));
        if (value.length() < least || value.length() > most || !plain) {
            throw problem(name, "has " + least + " to " + most + " characters, no control characters, no outer spaces");
        }
        return value;
    }

    /** Returns a text that may be absent or empty. */
    String optionalText(String name, int most) throws ClaimException {
        asked.add(name);
        if (!has(name)) {
            return "";
        }
        if (required(name) instanceof Json.Text text) {
            return text(name, text.value(), 0, most);
        }
        throw problem(name, "is a text");
    }

    /** Returns an https URI in lower-case ASCII host form. */
    String https(String name) throws ClaimException {
        String text = text(name, 255);
        if (!Texts.isHttps(text)) {
            throw problem(name, "is an https URI");
        }
        return text;
    }

    long whole(String name, long least, long most) throws ClaimException {
        if (required(name) instanceof Json.Whole number && number.value() >= least && number.value() <= most) {
            return number.value();
        }
        throw problem(name, "is a whole number from " + least + " to " + most);
    }

    Instant time(String name) throws ClaimException {
        if (required(name) instanceof Json.Whole number && number.value() >= 0 && number.value() <= LAST_SECOND) {
            return Instant.ofEpochSecond(number.value());
        }
        throw problem(name, "is a time in whole seconds");
    }

    void isTrue(String name) throws ClaimException {
        if (!(required(name) instanceof Json.Truth truth && truth.value())) {
            throw problem(name, "is true");
        }
    }

    boolean flag(String name) throws ClaimException {
        asked.add(name);
        if (!has(name)) {
            return false;
        }
        if (required(name) instanceof Json.Truth truth) {
            return truth.value();
        }
        throw problem(name, "is true or false");
    }

    void is(String name, String expected) throws ClaimException {
        if (!text(name, 255).equals(expected)) {
            throw problem(name, "is \"" + expected + "\"");
        }
    }

    Sha256 digest(String name) throws ClaimException {
        return Texts.digest(text(name, 43)).orElseThrow(() -> problem(name, "is a SHA-256 of 43 base64url characters"));
    }

    <E extends Enum<E>> E word(String name, Class<E> type) throws ClaimException {
        return word(name, text(name, 64), type);
    }

    private <E extends Enum<E>> E word(String name, String text, Class<E> type) throws ClaimException {
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        throw problem(name, "is one of the words of the protocol");
    }

    /** Returns a list of so many texts. */
    List<String> texts(String name, int least, int most, int longest) throws ClaimException {
        if (!(required(name) instanceof Json.Items items)) {
            throw problem(name, "is a list");
        }
        if (items.values().size() < least || items.values().size() > most) {
            throw problem(name, "has " + least + " to " + most + " items");
        }
        List<String> texts = new ArrayList<>();
        for (Json item : items.values()) {
            if (!(item instanceof Json.Text text)) {
                throw problem(name, "is a list of texts");
            }
            texts.add(text(name, text.value(), 1, longest));
        }
        return texts;
    }

    /** Returns a list of https URIs, none twice. */
    List<String> uris(String name, int least, int most) throws ClaimException {
        List<String> uris = texts(name, least, most, 255);
        for (String uri : uris) {
            if (!Texts.isHttps(uri)) {
                throw problem(name, "is a list of https URIs");
            }
        }
        if (new HashSet<>(uris).size() < uris.size()) {
            throw problem(name, "has no item twice");
        }
        return uris;
    }

    /** Returns a list of words of an enum, none twice. */
    <E extends Enum<E>> Set<E> words(String name, int least, int most, Class<E> type) throws ClaimException {
        Set<E> words = new LinkedHashSet<>();
        for (String text : texts(name, least, most, 64)) {
            if (!words.add(word(name, text, type))) {
                throw problem(name, "has no item twice");
            }
        }
        return words;
    }

    ClaimReader object(String name) throws ClaimException {
        if (required(name) instanceof Json.Members object) {
            return new ClaimReader(place.isEmpty() ? name : place + "." + name, object);
        }
        throw problem(name, "is an object");
    }

    Optional<ClaimReader> optionalObject(String name) throws ClaimException {
        asked.add(name);
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /** Returns the objects of a list. */
    List<ClaimReader> objects(String name, int least, int most) throws ClaimException {
        if (!(required(name) instanceof Json.Items items)) {
            throw problem(name, "is a list");
        }
        if (items.values().size() < least || items.values().size() > most) {
            throw problem(name, "has " + least + " to " + most + " items");
        }
        List<ClaimReader> readers = new ArrayList<>();
        for (Json item : items.values()) {
            if (!(item instanceof Json.Members object)) {
                throw problem(name, "is a list of objects");
            }
            readers.add(new ClaimReader(
                    String.format(Locale.ROOT, "%s%s[%d]", place.isEmpty() ? "" : place + ".", name, readers.size()),
                    object));
        }
        return readers;
    }

    /** Refuses members that nobody asked for. Their names are not repeated: they are the sender's words. */
    void finish() throws ClaimException {
        Set<String> left = new TreeSet<>(members.values().keySet());
        left.removeAll(asked);
        if (!left.isEmpty()) {
            throw problem("", "has " + left.size() + " members that the protocol does not know");
        }
    }
}
