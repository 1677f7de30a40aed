package dev.weir.core.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.policy.Purpose;
import dev.weir.core.testing.TestBundles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TrustListTest {
    private static String problem(Consumer<TestBundles> change) {
        TestBundles bundles = new TestBundles();
        change.accept(bundles);
        return assertThrows(ClaimException.class, () -> TrustList.read(CanonicalJson.write(bundles.trust)))
                .place();
    }

    @Test
    void thumbprint_isThatOfRfc7638ForEllipticKeys() {
        TrustEntry.Jwk jwk = new TrustEntry.Jwk(
                "P-256", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM");
        // The key of RFC 7517, appendix A.1; digest computed from the text of RFC 7638, section 3.
        assertEquals("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", jwk.thumbprint());
    }

    @Test
    void list_thatContradictsItself_isRefused() {
        assertEquals("entries[0].kid", problem(b -> b.trustEntry(0).put("kid", "A".repeat(43))));
        assertEquals(
                "entries[0].kinds", problem(b -> b.trustEntry(0).put("kinds", List.of("ATTESTATION", "APPROVAL"))));
        assertEquals("entries[1].roles", problem(b -> b.trustEntry(1).remove("roles")));
        assertEquals("entries[0].purposes", problem(b -> b.trustEntry(0).remove("purposes")));
        assertEquals(
                "entries[0].recipients",
                problem(b -> b.trustEntry(0).put("recipients", List.of("https://else.example"))));
        assertEquals(
                "recipients[1].linkage_domain",
                problem(b -> b.trust.put(
                        "recipients",
                        List.of(
                                TestBundles.recipient(TestBundles.RECIPIENT, Purpose.AUDIT, "oig.a"),
                                TestBundles.recipient("https://oig.example/court", Purpose.COURT_ORDER, "oig.a")))));
        assertEquals("entries[4].kid", problem(b -> {
            List<Object> twice = new ArrayList<>((List<?>) java.util.Objects.requireNonNull(b.trust.get("entries")));
            twice.add(twice.get(0));
            b.trust.put("entries", twice);
        }));
        assertEquals("expires", problem(b -> b.trust.put("expires", TestBundles.NOW.getEpochSecond() + 90 * 86_400)));
        assertEquals("version", problem(b -> b.trust.put("version", 0)));
        assertEquals("", problem(b -> b.trust.put("more", 1)));
    }

    @Test
    void statusList_readsTwoBitsAnEntryFromTheLowestOn() {
        StatusList list = new StatusList(
                "https://a.example", "https://a.example", TestBundles.NOW, new byte[] {(byte) 0b11_10_01_00});
        assertEquals(StatusList.Status.VALID, list.status(0).orElseThrow());
        assertEquals(StatusList.Status.REVOKED, list.status(1).orElseThrow());
        assertEquals(StatusList.Status.SUSPENDED, list.status(2).orElseThrow());
        assertEquals(StatusList.Status.OTHER, list.status(3).orElseThrow());
        assertTrue(list.status(4).isEmpty());
        assertTrue(list.status(-1).isEmpty());
    }
}
