package dev.weir.core.hold;

import dev.weir.core.json.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All holds in force. Immutable.
 *
 * @param version rises with every change
 * @param issued when the set was made
 * @param expires from when on it says nothing any more, so that everything stops
 * @param holds the holds
 */
public record HoldSet(long version, Instant issued, Instant expires, List<Hold> holds) {
    /** Longest time that a set speaks for. */
    public static final Duration LONGEST = Duration.ofDays(90);

    /** Most holds of a set. */
    public static final int MAX_HOLDS = 1000;

    /** Signatures that set holds. */
    public static final int SIGNATURES_TO_SET = 1;

    /** Signatures that lift one. */
    public static final int SIGNATURES_TO_LIFT = 2;

    public HoldSet {
        holds = List.copyOf(holds);
        Set<String> ids = new HashSet<>();
        if (holds.size() > MAX_HOLDS || !holds.stream().allMatch(h -> ids.add(h.id()))) {
            throw new IllegalArgumentException("holds: are at most " + MAX_HOLDS + " with different ids");
        }
        if (version < 1
                || !issued.isBefore(expires)
                || Duration.between(issued, expires).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "holds: version rises from 1, and expires comes after issued by at most 90 days");
        }
    }

    /** Returns the hold that stops a release; empty where none does. */
    public Optional<Hold> stopping(HoldSubject release) {
        for (Hold hold : holds) {
            if (hold.stops(release)) {
                return Optional.of(hold);
            }
        }
        return Optional.empty();
    }

    /** Returns whether the set still speaks at a time. */
    public boolean isFresh(Instant now) {
        return now.isBefore(expires);
    }

    /** Returns the holds of this set that a later one lifts: those that nothing in it covers. */
    public List<Hold> liftedBy(HoldSet next) {
        return holds.stream()
                .filter(hold -> next.holds.stream().noneMatch(n -> n.covers(hold)))
                .toList();
    }

    /** Returns how many different people must have signed a set that follows this one. */
    public int signaturesFor(HoldSet next) {
        return liftedBy(next).isEmpty() ? SIGNATURES_TO_SET : SIGNATURES_TO_LIFT;
    }

    /** Returns the set as canonical JSON, what a hold file signs. */
    public byte[] canonicalJson() {
        Map<String, Object> json = new TreeMap<>();
        json.put("version", version);
        json.put("issued", issued.getEpochSecond());
        json.put("expires", expires.getEpochSecond());
        List<Object> list = new ArrayList<>();
        holds.forEach(h -> list.add(h.json()));
        json.put("holds", list);
        return CanonicalJson.write(json);
    }
}
