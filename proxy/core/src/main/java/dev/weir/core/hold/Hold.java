package dev.weir.core.hold;

import dev.weir.core.policy.Purpose;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stops every release that all its members name. A member that is absent names everything.
 *
 * @param id short name, unique in its set
 * @param state USPS code
 * @param purpose purpose
 * @param recipient URI of a recipient
 * @param fieldClass class that a release opens
 * @param attestation digest of an attestation
 * @param reason why, for people; holds no data
 */
public record Hold(
        String id,
        Optional<String> state,
        Optional<Purpose> purpose,
        Optional<String> recipient,
        Optional<FieldClass> fieldClass,
        Optional<Sha256> attestation,
        String reason) {
    public Hold {
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("hold: id: has 1 to 64 characters of A-Z a-z 0-9 . _ -");
        }
        if (state.isEmpty()
                && purpose.isEmpty()
                && recipient.isEmpty()
                && fieldClass.isEmpty()
                && attestation.isEmpty()) {
            throw new IllegalArgumentException(
                    "hold: names a state, a purpose, a recipient, a class or an attestation");
        }
    }

    /** Returns whether a release must stop. */
    public boolean stops(HoldSubject release) {
        return state.map(release.state()::equals).orElse(true)
                && purpose.map(p -> p == release.purpose()).orElse(true)
                && recipient.map(release.recipient()::equals).orElse(true)
                && fieldClass.map(release.classes()::contains).orElse(true)
                && attestation.map(release.attestation()::equals).orElse(true);
    }

    /** Returns whether this hold stops everything that another one stops. */
    public boolean covers(Hold other) {
        return covers(state, other.state)
                && covers(purpose, other.purpose)
                && covers(recipient, other.recipient)
                && covers(fieldClass, other.fieldClass)
                && covers(attestation, other.attestation);
    }

    private static <T> boolean covers(Optional<T> mine, Optional<T> theirs) {
        return mine.isEmpty() || mine.equals(theirs);
    }

    /** Returns the hold as members of a hold file. */
    public Map<String, Object> json() {
        Map<String, Object> json = new TreeMap<>();
        json.put("id", id);
        state.ifPresent(s -> json.put("state", s));
        purpose.ifPresent(p -> json.put("purpose", p.name()));
        recipient.ifPresent(r -> json.put("recipient", r));
        fieldClass.ifPresent(c -> json.put("class", c.name()));
        attestation.ifPresent(a -> json.put("attestation", a.hex()));
        json.put("reason", reason);
        return json;
    }
}
