package dev.weir.core.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.policy.Purpose;
import dev.weir.core.testing.TestBundles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every claim at its limit and one past it, and tokens that a laxer reader would take. */
class ClaimLimitsTest {
    private static final String LONG_URI = "https://oig.example/" + "a".repeat(236);

    private static DenialCode code(TestBundles bundles, List<String> bundle) {
        return assertInstanceOf(Verdict.Denied.class, bundles.verdict(bundle)).code();
    }

    private static DynamicTest schema(String name, String claim, Object value) {
        return DynamicTest.dynamicTest(name, () -> {
            TestBundles bundles = new TestBundles();
            bundles.attestation.put(claim, value);
            Verdict verdict = bundles.verdict();
            Verdict.Denied denied = assertInstanceOf(Verdict.Denied.class, verdict);
            assertEquals(DenialCode.SCHEMA, denied.code(), denied.text());
        });
    }

    private static Map<String, Object> with(Map<String, ?> members, String name, Object value) {
        Map<String, Object> changed = new TreeMap<>(members);
        changed.put(name, value);
        return changed;
    }

    private static List<String> times(int count, String text) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(text + i);
        }
        return list;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> claims, String name) {
        return (Map<String, Object>) Objects.requireNonNull(claims.get(name));
    }

    @TestFactory
    Stream<DynamicTest> claim_onePastItsLimit_isRefused() {
        Map<String, Object> good = new TestBundles().attestation;
        Map<String, Object> official = object(good, "official");
        Map<String, Object> agreement = object(good, "agreement");
        Map<String, Object> use = object(good, "routine_use");
        String long256 = "x".repeat(256);
        return Stream.of(
                schema("ver", "ver", "2"),
                schema("ver as a number", "ver", 1),
                schema("sub", "sub", long256),
                schema("sub empty", "sub", ""),
                schema("sub with a line feed", "sub", "a\nb"),
                schema("official name", "official", with(official, "name", long256)),
                schema("official title", "official", with(official, "title", long256)),
                schema("official contact", "official", with(official, "contact", long256)),
                schema("official address", "official", with(official, "address", long256)),
                schema("official with more", "official", with(official, "phone", "1")),
                schema("jti short", "jti", "a".repeat(21)),
                schema("jti long", "jti", "a".repeat(65)),
                schema("jti not base64url", "jti", "a".repeat(21) + "="),
                schema("purpose unknown", "purpose", "urn:smp:purpose:1:AUDITS"),
                schema("purpose forbidden", "purpose", "urn:smp:purpose:1:IMMIGRATION_ENFORCEMENT"),
                schema("purpose in a homoglyph", "purpose", "urn:smp:purpose:1:\u0410UDIT"),
                schema("purpose in lower case", "purpose", Purpose.AUDIT.uri().toLowerCase(java.util.Locale.ROOT)),
                schema("basis", "basis", "CURIOSITY"),
                schema("authority none", "authority", List.of()),
                schema("authority nine", "authority", times(9, "a")),
                schema("authority long", "authority", List.of("a".repeat(121))),
                schema("agreement type", "agreement", with(agreement, "type", "LETTER")),
                schema("agreement id", "agreement", with(agreement, "id", "a".repeat(121))),
                schema("agreement digest short", "agreement", with(agreement, "sha256", "A".repeat(42))),
                schema(
                        "agreement digest with stray bits",
                        "agreement",
                        with(agreement, "sha256", "A".repeat(42) + "B")),
                schema("agreement no such day", "agreement", with(agreement, "expires", "2027-02-30")),
                schema("routine use with more", "routine_use", with(use, "x", "y")),
                schema("routine use long", "routine_use", with(use, "ru", "a".repeat(41))));
    }

    @TestFactory
    Stream<DynamicTest> claimOfScope_onePastItsLimit_isRefused() {
        Map<String, Object> subjects = object(new TestBundles().attestation, "subjects");
        return Stream.of(
                schema("recipient plain http", "recipient", "http://oig.example"),
                schema("recipient with a user", "recipient", "https://a@oig.example"),
                schema("recipient long", "recipient", LONG_URI),
                schema("classes none", "classes", List.of()),
                schema("classes unknown", "classes", List.of("EVERYTHING")),
                schema("classes twice", "classes", List.of("NAME", "NAME")),
                schema("files none", "files", List.of()),
                schema("files unknown", "files", List.of("XXX")),
                schema("period month 13", "period", Map.of("from", "2026-01", "to", "2026-13")),
                schema("period backwards", "period", Map.of("from", "2026-02", "to", "2026-01")),
                schema("subjects nobody", "subjects", with(subjects, "count", 0)),
                schema("subjects too many", "subjects", with(subjects, "count", 1_000_001)),
                schema("rows unknown", "rows", "SOME"),
                schema("use unknown", "use", "often"),
                schema("max_uses of single", "max_uses", 2),
                schema("max_uses none", "max_uses", 0),
                schema("onward seventeen", "onward", times(17, "https://oig.example/")),
                schema("onward plain http", "onward", List.of("http://oig.example")),
                schema("retain none", "retain_days", 0),
                schema("retain long", "retain_days", 3651),
                schema("dispose", "dispose", "KEEP"),
                schema("covenants unknown", "covenants", List.of("NICE")),
                schema("min_necessary", "min_necessary", false),
                schema("penalty_ack as a text", "penalty_ack", "true"),
                schema("status without uri", "status", Map.of("status_list", Map.of("idx", 1))),
                schema(
                        "status index",
                        "status",
                        Map.of("status_list", new TreeMap<>(Map.of("idx", -1, "uri", "https://a.example")))));
    }

    @TestFactory
    Stream<DynamicTest> claim_missing_isRefused() {
        TestBundles good = new TestBundles();
        List<String> optional = List.of("routine_use", "status");
        return good.attestation.keySet().stream()
                .filter(name -> !optional.contains(name))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    TestBundles bundles = new TestBundles();
                    bundles.attestation.remove(name);
                    DenialCode expected = switch (name) {
                        case "iss" -> DenialCode.ISSUER;
                        case "aud" -> DenialCode.AUDIENCE;
                        case "iat", "nbf", "exp" -> DenialCode.TIME;
                        default -> DenialCode.SCHEMA;
                    };
                    assertEquals(expected, code(bundles, bundles.bundle()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> approvalClaim_missingOrWrong_isRefused() {
        TestBundles good = new TestBundles();
        List<DynamicTest> tests = new ArrayList<>();
        for (String name :
                List.of("ver", "sub", "role", "jti", "submission_id", "manifest_sha256", "classes", "decision")) {
            tests.add(DynamicTest.dynamicTest(name, () -> {
                TestBundles bundles = new TestBundles();
                bundles.approvals.get(1).remove(name);
                assertEquals(DenialCode.SCHEMA, code(bundles, bundles.bundle()));
            }));
        }
        Map<String, Object> wrong = new TreeMap<>(Map.of(
                "decision",
                "REFUSE",
                "role",
                "CLERK",
                "submission_id",
                TestBundles.SUBMISSION.toUpperCase(java.util.Locale.ROOT),
                "note",
                "x".repeat(501),
                "classes",
                List.of(),
                "extra",
                1));
        wrong.forEach((name, value) -> tests.add(DynamicTest.dynamicTest(name + " wrong", () -> {
            TestBundles bundles = new TestBundles();
            bundles.approvals.get(0).put(name, value);
            assertEquals(DenialCode.SCHEMA, code(bundles, bundles.bundle()));
        })));
        assertFalse(good.approvals.isEmpty());
        return tests.stream();
    }

    private static DynamicTest header(String name, DenialCode expected, String json) {
        return DynamicTest.dynamicTest(name, () -> {
            TestBundles bundles = new TestBundles();
            String kid = TestBundles.jwk("requester").thumbprint();
            String text = TestBundles.sign(
                    "requester",
                    json.replace("KID", kid).getBytes(StandardCharsets.UTF_8),
                    CanonicalJson.write(bundles.attestation));
            assertEquals(expected, code(bundles, bundles.bundle(text)));
        });
    }

    @TestFactory
    Stream<DynamicTest> header_withAnythingElse_isRefused() {
        String rest = "\"typ\":\"purpose-attestation+jwt\",\"kid\":\"KID\"";
        String good = "{\"alg\":\"ES256\"," + rest;
        return Stream.of(
                header("alg none", DenialCode.HEADER, "{\"alg\":\"none\"," + rest + "}"),
                header("alg None", DenialCode.HEADER, "{\"alg\":\"None\"," + rest + "}"),
                header("alg missing", DenialCode.HEADER, "{" + rest + "}"),
                header("alg HS256", DenialCode.HEADER, "{\"alg\":\"HS256\"," + rest + "}"),
                header("alg RS256", DenialCode.HEADER, "{\"alg\":\"RS256\"," + rest + "}"),
                header(
                        "alg PBES2",
                        DenialCode.HEADER,
                        "{\"alg\":\"PBES2-HS256+A128KW\"," + rest + ",\"p2c\":2147483647}"),
                header("alg of another curve", DenialCode.KEY, "{\"alg\":\"ES384\"," + rest + "}"),
                header("jku", DenialCode.HEADER, good + ",\"jku\":\"https://evil.example\"}"),
                header("x5u", DenialCode.HEADER, good + ",\"x5u\":\"https://evil.example\"}"),
                header("jwk", DenialCode.HEADER, good + ",\"jwk\":{}}"),
                header("crit", DenialCode.HEADER, good + ",\"crit\":[\"exp\"]}"),
                header("zip", DenialCode.HEADER, good + ",\"zip\":\"DEF\"}"),
                header("alg twice", DenialCode.HEADER, good + ",\"alg\":\"ES256\"}"),
                header("typ JWT", DenialCode.HEADER, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"KID\"}"),
                header(
                        "kid with a path",
                        DenialCode.HEADER,
                        "{\"alg\":\"ES256\",\"typ\":\"purpose-attestation+jwt\",\"kid\":\"../../etc/passwd\"}"),
                header("not an object", DenialCode.HEADER, "[]"),
                header("something behind", DenialCode.HEADER, good + "}{}"));
    }

    private static DenialCode payload(String json) {
        TestBundles bundles = new TestBundles();
        String text = TestBundles.sign(
                "requester", CanonicalJson.write(bundles.header), json.getBytes(StandardCharsets.UTF_8));
        return code(bundles, bundles.bundle(text));
    }

    @Test
    void payload_thatIsHostileJson_isRefused() {
        String good = new String(CanonicalJson.write(new TestBundles().attestation), StandardCharsets.UTF_8);
        String open = good.substring(0, good.length() - 1);
        assertEquals(DenialCode.SCHEMA, payload(open + ",\"iss\":\"https://oig.example\"}"));
        assertEquals(DenialCode.SCHEMA, payload(open + ",\"\\u0069ss\":\"https://oig.example\"}"));
        assertEquals(DenialCode.SCHEMA, payload(open + ",\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}"));
        assertEquals(DenialCode.SCHEMA, payload("null"));
        assertEquals(DenialCode.SCHEMA, payload(good + " x"));
        assertEquals(DenialCode.SCHEMA, payload(open + ",\"x\":1e400}"));
        assertEquals(DenialCode.SCHEMA, payload("\uFEFF" + good));
    }

    @Test
    void text_thatIsNotCompactForm_isRefused() {
        TestBundles bundles = new TestBundles();
        String good = bundles.bundle().get(0);
        for (String wrong : List.of(
                good + "=",
                good + " ",
                good.replace(".", ".."),
                good.substring(0, good.lastIndexOf('.') + 1),
                good + ".AAAA.AAAA",
                "{\"payload\":\"\",\"signatures\":[]}",
                "",
                ".",
                "..",
                good.replaceFirst("e", "\u0435"),
                good.substring(0, good.length() - 1) + (good.endsWith("B") ? "C" : "B"))) {
            DenialCode code = code(bundles, bundles.bundle(wrong));
            assertEquals(DenialCode.HEADER, code, "length " + wrong.length());
        }
    }

    @Test
    void signature_ofZeroes_isRefused() {
        TestBundles bundles = new TestBundles();
        String good = bundles.bundle().get(0);
        String input = good.substring(0, good.lastIndexOf('.') + 1);
        assertEquals(DenialCode.SIGNATURE, code(bundles, bundles.bundle(input + TestBundles.base64(new byte[64]))));
        assertEquals(DenialCode.SIGNATURE, code(bundles, bundles.bundle(input + TestBundles.base64(new byte[1]))));
    }

    @Test
    void twoAttestations_areNotABundle() {
        TestBundles bundles = new TestBundles();
        String good = bundles.bundle().get(0);
        assertEquals(DenialCode.HEADER, code(bundles, List.of(good, good)));
        assertEquals(DenialCode.SIZE, code(bundles, List.of()));
    }

    @Test
    void bytesChangedAtRandom_neverGrant() {
        TestBundles bundles = new TestBundles();
        List<String> good = bundles.bundle();
        assertInstanceOf(Grant.class, bundles.verdict(good));
        Random random = new Random(17);
        String alphabet = "ABCDEFabcdef0123456789-_.=\u00e9";
        for (int round = 0; round < 400; round++) {
            List<String> changed = new ArrayList<>(good);
            int token = random.nextInt(changed.size());
            StringBuilder text = new StringBuilder(changed.get(token));
            int at = random.nextInt(text.length());
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            if (text.charAt(at) == other) {
                continue;
            }
            text.setCharAt(at, other);
            changed.set(token, text.toString());
            assertInstanceOf(Verdict.Denied.class, bundles.verdict(changed), "token " + token + " at " + at);
        }
        List<String> mixed = new ArrayList<>(good);
        Collections.swap(mixed, 0, 1);
        assertInstanceOf(Verdict.Denied.class, bundles.verdict(mixed));
    }
}
