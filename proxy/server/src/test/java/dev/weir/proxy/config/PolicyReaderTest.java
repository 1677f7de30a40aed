package dev.weir.proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.NoteKey;
import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Environment;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.PolicyJson;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.ReleaseTerms;
import dev.weir.core.policy.WitnessRule;
import dev.weir.proxy.testing.Rig;
import dev.weir.tmsis.FieldClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    private static final String STATE = """
            state: ZZ
            ansi: ["99"]
            name: Test
            own_name: State of Test
            plaintiff_2025: false
            linkage_domain: cms.tmsis
            epoch: A
            """;

    @TempDir
    Path dir;

    private String base = "";

    @BeforeEach
    void copyBase() throws IOException {
        base = Files.readString(Rig.STATE_CONFIGS.resolve("_base/policy.yaml"));
        Files.createDirectories(dir.resolve("_base"));
        Files.createDirectories(dir.resolve("zz"));
    }

    private Policy read(String base, String state) throws IOException, ConfigException {
        Files.writeString(dir.resolve("_base/policy.yaml"), base);
        Files.writeString(dir.resolve("zz/policy.yaml"), state);
        return PolicyReader.read(dir.resolve("zz"));
    }

    private List<String> problems(String base, String state) {
        ConfigException refused = assertThrows(ConfigException.class, () -> read(base, state));
        return refused.problems().stream()
                .map(p -> p.text().replace(dir + "/", ""))
                .toList();
    }

    @Test
    void stateThatSaysNothing_hasTheBase() throws Exception {
        Policy policy = read(base, STATE);
        assertEquals(ClassRule.TOKEN, policy.none().rule(FieldClass.MSIS_ID));
        assertEquals(ClassRule.BLANK, policy.none().rule(FieldClass.ADDRESS));
        assertTrue(policy.purpose(Purpose.AUDIT).enabled());
        assertEquals(Set.of(), policy.blankElements());
    }

    @Test
    void witnesses_areNamedByTheirKeys_andTravelInTheSignedPolicy() throws Exception {
        String one = dev.weir.proxy.store.Drafts.signer("wa.example/witness", NoteKey.Kind.WITNESS)
                .key()
                .line();
        String two = dev.weir.proxy.store.Drafts.signer("or.example/witness", NoteKey.Kind.WITNESS)
                .key()
                .line();
        Policy policy =
                read(base, STATE + "\nwitnesses:\n  quorum: 2\n  keys:\n    - " + one + "\n    - " + two + "\n");
        assertEquals(new WitnessRule(2, List.of(one, two)), policy.witnesses());
        assertEquals(Optional.of(policy), PolicyJson.read(policy.canonicalJson()));
        assertEquals(
                "2 of 2: wa.example/witness, or.example/witness",
                policy.witnesses().text());
        assertEquals(WitnessRule.NONE, read(base, STATE).witnesses());
        assertFalse(new String(read(base, STATE).canonicalJson(), StandardCharsets.UTF_8).contains("witnesses"));
        assertEquals(
                1,
                problems(base, STATE + "\nwitnesses:\n  quorum: 2\n  keys: [\"" + one + "\"]\n")
                        .size());
        String ledger = dev.weir.proxy.store.Drafts.signer("wa.example/ledger", NoteKey.Kind.LEDGER)
                .key()
                .line();
        assertEquals(
                List.of(
                        "zz/policy.yaml:10: witnesses.keys: are those of witnesses, as weir ledger witness prints them"),
                problems(base, STATE + "\nwitnesses:\n  keys: [\"" + ledger + "\"]\n"));
    }

    @Test
    void attestationTerms_areTheBasesOrStricter() throws Exception {
        assertEquals(ReleaseTerms.standard(), read(base, STATE).terms());
        String terms = STATE + "\nattestations:\n  environment: test\n  audience: https://proxy.zz.example\n"
                + "  cooling_off_hours: 0\n  approvals: 3\n  listed_cap: 10\n  max_retain_days: 30\n"
                + "  routine_uses: []\n";
        assertEquals(
                new ReleaseTerms(Environment.TEST, "https://proxy.zz.example", 0, 3, 10, 30, List.of()),
                read(base, terms).terms());
        assertEquals(1, problems(base, terms.replace("test", "production")).size());
        assertEquals(1, problems(base, terms.replace("cap: 10", "cap: 1001")).size());
        assertEquals(
                1, problems(base, terms.replace("approvals: 3", "approvals: 1")).size());
        assertEquals(1, problems(base, terms.replace("[]", "[\"1, 2\"]")).size());
        assertEquals(
                1,
                problems(base, terms.replace("https://proxy", "http://proxy")).size());
    }

    @Test
    void everyKeyOfAState_isTaken() throws Exception {
        Policy policy = read(base, STATE.replace("epoch: A", "epoch: C").replace("cms.tmsis", "other.domain-1") + """
                        statute: Test Code section 1
                        disable: [PUBLIC_HEALTH]
                        narrow:
                          none:
                            IMMIGRATION_HINT: BLANK
                            MSIS_ID: BLANK
                          purposes:
                            AUDIT:
                              ADDRESS: BLANK
                          elements: [WAIVER-ID, RACE]
                        """);
        assertEquals('C', policy.scope().epoch());
        assertEquals("other.domain-1", policy.scope().domain());
        assertEquals("Test Code section 1", policy.statute());
        assertFalse(policy.purpose(Purpose.PUBLIC_HEALTH).enabled());
        assertEquals(ClassRule.BLANK, policy.none().rule(FieldClass.IMMIGRATION_HINT));
        assertEquals(ClassRule.BLANK, policy.none().rule(FieldClass.MSIS_ID));
        assertEquals(ClassRule.BLANK, policy.purpose(Purpose.AUDIT).release().rule(FieldClass.ADDRESS));
        assertEquals(ClassRule.COPY, policy.purpose(Purpose.AUDIT).release().rule(FieldClass.GEOGRAPHY));
        assertEquals(Set.of("WAIVER-ID", "RACE"), policy.blankElements());
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '~',
            value = {
                "epoch: A ~ epoch: a ~ zz/policy.yaml:7: epoch: is a letter from A to Z",
                "epoch: A ~ epoch: AB ~ zz/policy.yaml:7: epoch: is a letter from A to Z",
                "epoch: A ~ epoch: 7 ~ zz/policy.yaml:7: epoch: is a text; digits are quoted",
                "linkage_domain: cms.tmsis ~ linkage_domain: CMS ~ zz/policy.yaml:6: linkage_domain: has 1 to 64 characters of a-z 0-9 . -",
                "ansi: [\"99\"] ~ ansi: [99] ~ zz/policy.yaml:2: ansi: is a text; digits are quoted",
                "ansi: [\"99\"] ~ ansi: 99 ~ zz/policy.yaml:2: ansi: is a list of texts",
                "state: ZZ ~ state: ZY ~ zz/policy.yaml:1: state: is the USPS code that the folder is named by",
                "plaintiff_2025: false ~ plaintiff_2025: perhaps ~ zz/policy.yaml:5: plaintiff_2025: is true or false",
                "name: Test ~ nome: Test ~ zz/policy.yaml:1: name: is required",
                "epoch: A ~ epoch: A\\nepoch: B ~ zz/policy.yaml:8: no key is there twice",
                "epoch: A ~ 'epoch: A\\nnarrow: {none: {SSN: COPY}}' ~ zz/policy.yaml:8: narrow.none.SSN: a state policy narrows the base and never widens it",
                "epoch: A ~ 'epoch: A\\nnarrow: {none: {SSN: RAW}}' ~ 'zz/policy.yaml:8: narrow.none.SSN: is BLANK, TOKEN, GENERALIZE(month), GENERALIZE(year), GENERALIZE(zip5), GENERALIZE(zip3), LISTED or COPY'",
                "epoch: A ~ 'epoch: A\\nnarrow: {none: {NAME: TOKEN}}' ~ zz/policy.yaml:8: narrow.none.NAME: only identifiers can be TOKEN",
                "epoch: A ~ 'epoch: A\\nnarrow: {none: {CORE: BLANK}}' ~ zz/policy.yaml:8: narrow.none.CORE: CORE is COPY; blank single elements with narrow.elements",
                "epoch: A ~ 'epoch: A\\nnarrow: {purposes: {IMMIGRATION_ENFORCEMENT: {SSN: BLANK}}}' ~ zz/policy.yaml:8: narrow.purposes.IMMIGRATION_ENFORCEMENT: Medicaid data is never released for this purpose",
                "epoch: A ~ 'epoch: A\\nnarrow: {purposes: {MARKET_RESEARCH: {SSN: BLANK}}}' ~ zz/policy.yaml:8: narrow.purposes: a purpose is one of the closed list of the protocol",
                "epoch: A ~ 'epoch: A\\nnarrow: {elements: [WAIVER-IDS]}' ~ zz/policy.yaml:8: narrow.elements: an element is one of the dictionary, and none that every row or header needs",
                "epoch: A ~ 'epoch: A\\nnarrow: {elements: [SUBMITTING-STATE]}' ~ zz/policy.yaml:8: narrow.elements: an element is one of the dictionary, and none that every row or header needs",
                "epoch: A ~ 'epoch: A\\ndisable: [ELECTORAL]' ~ zz/policy.yaml:8: disable: a purpose is one of the closed list of the protocol",
                "epoch: A ~ epoch: &a A ~ zz/policy.yaml:7: has no anchors and aliases",
                "epoch: A ~ epoch: !!str A ~ zz/policy.yaml:7: has no tags",
                "epoch: A ~ 'epoch: [A' ~ zz/policy.yaml:8: is well-formed YAML",
                "epoch: A ~ 'epoch: A\\n---\\nstate: ZZ' ~ zz/policy.yaml:8: is one document"
            })
    void problemOfAState_isNamedByFileLinePathAndRule(String from, String to, String problem) {
        List<String> problems = problems(base, STATE.replace(from, to.replace("\\n", "\n")));
        assertTrue(problems.contains(problem), "found " + problems);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '~',
            value = {
                "'  NAME: BLANK\n' ~ '' ~ none.NAME: is required",
                "'  SSN: TOKEN\n' ~ '  SSN: COPY\n' ~ none.SSN: nothing protected is released without an attestation",
                "'  FREE_TEXT: BLANK\n' ~ '  FREE_TEXT: COPY\n' ~ none.FREE_TEXT: free text is BLANK under every purpose",
                "'  BIRTH: GENERALIZE(month)\n' ~ '  BIRTH: GENERALIZE(zip3)\n' ~ none.BIRTH: this class cannot be made coarser in this way",
                "'  QUALITY:\n' ~ '  ELECTORAL:\n' ~ purposes.ELECTORAL: Medicaid data is never released for this purpose",
                "'  QUALITY:\n' ~ '  QUALITIES:\n' ~ purposes.QUALITY: is required",
                "'    exclusive: true\n' ~ '' ~ purposes.AUDIT.release.IMMIGRATION: immigration classes are never released together with ADDRESS, GEOGRAPHY or CONTACT",
                "'smp: 1' ~ 'smp: 2' ~ smp: is a whole number from 1 to 1"
            })
    void problemOfTheBase_isFound(String from, String to, String problem) {
        assertTrue(base.contains(from));
        String changed = base.replaceFirst(java.util.regex.Pattern.quote(from), to);
        assertTrue(
                problems(changed, STATE).stream().anyMatch(p -> p.endsWith(": " + problem)),
                "found " + problems(changed, STATE));
    }

    @Test
    void allProblemsOfBothFiles_areReportedAtOnce() {
        List<String> problems = problems(
                base.replace("  NAME: BLANK\n  CONTACT", "  CONTACT").replace("smp: 1", "smp: one"),
                STATE.replace("epoch: A", "epoch: a\nflavour: mild"));
        assertTrue(problems.size() >= 2, "found " + problems);
        assertTrue(problems.stream().anyMatch(p -> p.contains("_base/policy.yaml")), "found " + problems);
    }

    @Test
    void valueOfAKey_isNeverQuotedInAProblem() {
        String secret = "hunter2-is-not-a-password";
        for (String key : List.of("epoch", "linkage_domain", "state", "plaintiff_2025", "ansi", secret)) {
            String text = STATE + key + ": \"" + secret + "\"\n" + key + ": {" + secret + ": [" + secret + "]}\n";
            String all = String.join("\n", problems(base, text));
            assertFalse(all.replaceAll("(?m)^.*a key here is one of.*$", "").contains(secret), all);
        }
    }

    /** Whatever the bytes, reading ends with a policy or with problems, and never with anything else. */
    @Test
    void randomText_neverBreaksTheReader() throws IOException {
        Random random = new Random(20261101);
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder(STATE);
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                text.setCharAt(
                        random.nextInt(text.length()), "\u0000\t\n:[]{}&*!|>'\"%@`-? a9".charAt(random.nextInt(23)));
            }
            try {
                read(base, text.toString());
            } catch (ConfigException e) {
                refused++;
                assertFalse(e.problems().isEmpty());
            }
        }
        assertTrue(refused > 200, "most damage is refused: " + refused);
    }

    @Test
    void deepAndHugeFiles_areRefused() {
        assertTrue(problems(base, "a: " + "[".repeat(60) + "]".repeat(60)).stream()
                .anyMatch(p -> p.endsWith("is at most 20 deep")));
        assertTrue(problems(base, STATE + "# " + "x".repeat(2_000_000)).stream()
                .anyMatch(p -> p.endsWith("has at most 1048576 bytes")));
    }

    @Test
    void missingFile_isAProblem() {
        ConfigException refused = assertThrows(ConfigException.class, () -> PolicyReader.read(dir.resolve("nowhere")));
        assertTrue(refused.problems().stream().anyMatch(p -> p.rule().equals("can be read")));
    }
}
