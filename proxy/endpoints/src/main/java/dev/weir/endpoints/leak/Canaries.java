package dev.weir.endpoints.leak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that must not get out, each with the place it stands in. Values of fewer than {@link #SHORTEST} bytes turn up
 * anywhere by chance and are not taken; {@link ColumnAudit} looks after them.
 */
public final class Canaries {
    /** Fewest bytes of a value that can be searched for. */
    public static final int SHORTEST = 8;

    private final Map<String, String> placeByValue = new LinkedHashMap<>();
    private long tooShort;

    /** Adds a value; returns whether it is long enough to be searched for. */
    public boolean add(String place, String value) {
        String bare = value.strip();
        if (bare.getBytes(StandardCharsets.UTF_8).length < SHORTEST) {
            tooShort++;
            return false;
        }
        placeByValue.putIfAbsent(bare, place);
        return true;
    }

    /** Removes a value that may legitimately get out. */
    public void remove(String value) {
        placeByValue.remove(value.strip());
    }

    /** Returns the number of different values. */
    public int size() {
        return placeByValue.size();
    }

    /** Returns how many values were too short to be searched for. */
    public long tooShort() {
        return tooShort;
    }

    List<String> values() {
        return new ArrayList<>(placeByValue.keySet());
    }

    List<String> places() {
        return new ArrayList<>(placeByValue.values());
    }
}
