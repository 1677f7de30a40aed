package dev.weir.core.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.policy.Purpose;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldSetTest {
    private static final Instant ISSUED = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-11-01T00:00:00Z");
    private static final HoldSubject RELEASE = new HoldSubject(
            "CA", Purpose.AUDIT, "https://oig.example/audit", Set.of(FieldClass.NAME, FieldClass.BIRTH), Sha256.ZERO);

    private static Hold hold(String id, Optional<String> state, Optional<FieldClass> fieldClass) {
        return new Hold(id, state, Optional.empty(), Optional.empty(), fieldClass, Optional.empty(), "injunction");
    }

    private static HoldSet set(Hold... holds) {
        return new HoldSet(1, ISSUED, EXPIRES, List.of(holds));
    }

    @Test
    void hold_stopsWhatAllItsMembersName() {
        assertTrue(hold("a", Optional.of("CA"), Optional.empty()).stops(RELEASE));
        assertFalse(hold("a", Optional.of("WA"), Optional.empty()).stops(RELEASE));
        assertTrue(hold("a", Optional.empty(), Optional.of(FieldClass.NAME)).stops(RELEASE));
        assertFalse(
                hold("a", Optional.of("CA"), Optional.of(FieldClass.ADDRESS)).stops(RELEASE));
        Hold byAttestation = new Hold(
                "a",
                Optional.empty(),
                Optional.of(Purpose.AUDIT),
                Optional.of("https://oig.example/audit"),
                Optional.empty(),
                Optional.of(Sha256.ZERO),
                "x");
        assertTrue(byAttestation.stops(RELEASE));
        Hold otherPurpose = new Hold(
                "a",
                Optional.empty(),
                Optional.of(Purpose.QUALITY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "x");
        assertFalse(otherPurpose.stops(RELEASE));
        assertEquals(
                "a",
                set(hold("a", Optional.of("CA"), Optional.empty()))
                        .stopping(RELEASE)
                        .orElseThrow()
                        .id());
        assertTrue(set().stopping(RELEASE).isEmpty());
    }

    @Test
    void settingNeedsOneSignature_liftingAndNarrowingTwo() {
        Hold state = hold("a", Optional.of("CA"), Optional.empty());
        Hold narrow = hold("a", Optional.of("CA"), Optional.of(FieldClass.NAME));
        assertEquals(1, set().signaturesFor(set(state)));
        assertEquals(1, set(narrow).signaturesFor(set(state)));
        assertEquals(1, set(state).signaturesFor(set(state, narrow(narrow))));
        assertEquals(2, set(state).signaturesFor(set()));
        assertEquals(2, set(state).signaturesFor(set(narrow)));
        assertEquals(List.of(state), set(state).liftedBy(set(narrow)));
    }

    private static Hold narrow(Hold hold) {
        return hold("b", hold.state(), hold.fieldClass());
    }

    @Test
    void set_hasLimits() {
        assertThrows(IllegalArgumentException.class, () -> hold("a", Optional.empty(), Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> hold("a b", Optional.of("CA"), Optional.empty()));
        Hold state = hold("a", Optional.of("CA"), Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> set(state, state));
        assertFalse(set().isFresh(EXPIRES));
        assertTrue(set().isFresh(EXPIRES.minusSeconds(1)));
    }

    @Test
    void canonicalJson_namesEverythingOnce() {
        assertEquals(
                "{\"expires\":1793491200,\"holds\":[{\"id\":\"a\",\"reason\":\"injunction\",\"state\":\"CA\"}],"
                        + "\"issued\":1790812800,\"version\":1}",
                new String(
                        set(hold("a", Optional.of("CA"), Optional.empty())).canonicalJson(), StandardCharsets.UTF_8));
    }
}
